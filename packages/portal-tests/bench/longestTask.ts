import type { Browser, Page } from '@playwright/test';

/** The categories whose events tell of tasks and of the threads that run them. */
const CATEGORIES = ['disabled-by-default-devtools.timeline'];

type TraceEvent = {
  name: string;
  pid: number;
  tid: number;
  /** In microseconds. */
  dur?: number;
  args: { name?: string };
};

/** How long the page's main thread was busy with one task at the longest while `work` ran, in milliseconds. */
export async function longestTask(
  browser: Browser,
  page: Page,
  work: () => Promise<void>,
): Promise<number> {
  await browser.startTracing(page, { categories: CATEGORIES });
  await work();
  const trace = await browser.stopTracing();
  const events: TraceEvent[] = JSON.parse(trace.toString()).traceEvents;
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid}/${tid}`;
  const mainThreads = new Set(
    events
      .filter(({ args }) => args.name === 'CrRendererMain')
      .map(event => threadOf(event)),
  );
  const tasks = events.filter(
    event => event.name === 'RunTask' && mainThreads.has(threadOf(event)),
  );
  return Math.max(...tasks.map(({ dur = 0 }) => dur)) / 1000;
}
