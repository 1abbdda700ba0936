import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { Duration } from 'luxon';
import { waitBeforeStop } from '../waitBeforeStop';
import { withTimeout } from '../withTimeout';

/**
 * Work that is repeated, by one replica for all of them or (`local`) by each for itself. A run may be cut off anywhere,
 * so the work must be idempotent.
 */
export type ScheduledTask = {
  id: string;
  /** How often, in minutes. */
  everyMinutes: number;
  /** Default: global. */
  scope?: 'global' | 'local';
  run(signal: AbortSignal): Promise<unknown>;
};

/** A backend that has just started has more urgent things to do. */
const INITIAL_DELAY_MS = 30_000;

/** Spreads the tasks of replicas that start together. */
const INITIAL_JITTER_MS = 30_000;

/** The scheduler writes one row for each task. A start that hangs for ever would not say why. */
const SCHEDULER_DEADLINE_MS = 30_000;

/** A run that takes longer is cut off, and the next one goes on from there. */
const TIMEOUT = Duration.fromObject({ minutes: 15 });

/**
 * Registers the tasks. A run that fails is logged, and the next run tries again. Each run refreshes the settings first,
 * because those of a replica that gets no requests are old.
 *
 * @throws Error where the scheduler does not take a task in time
 * @returns `stop` cuts the runs off and waits for them: Backstage does so only when the database is closed already
 */
export async function scheduleTasks(options: {
  scheduler: SchedulerService;
  logger: LoggerService;
  keepFresh: () => Promise<void>;
  tasks: ScheduledTask[];
  random?: () => number;
}): Promise<{ stop(): Promise<void> }> {
  const { scheduler, logger, keepFresh, random = Math.random } = options;
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const runOnce = async (task: ScheduledTask, signal: AbortSignal) => {
    try {
      await keepFresh();
      if (!signal.aborted) {
        await task.run(signal);
      }
    } catch (error) {
      const { name } = error as Error;
      logger.warn(`The task ${task.id} failed and is tried again: ${name}`);
    }
  };
  for (const task of options.tasks) {
    const { id, everyMinutes, scope = 'global' } = task;
    const scheduled = scheduler.scheduleTask({
      id,
      scope,
      frequency: Duration.fromObject({ minutes: everyMinutes }),
      initialDelay: Duration.fromMillis(
        Math.round(INITIAL_DELAY_MS + INITIAL_JITTER_MS * random()),
      ),
      timeout: TIMEOUT,
      fn: async signal => {
        const run = runOnce(
          task,
          AbortSignal.any([signal, stopping.signal]),
        ).finally(() => running.delete(run));
        running.add(run);
        await run;
      },
    });
    await withTimeout(
      SCHEDULER_DEADLINE_MS,
      scheduled,
      () => new Error(`The portal's scheduler does not take the task ${id}`),
    );
  }
  return {
    async stop() {
      stopping.abort();
      await waitBeforeStop(Promise.all(running));
    },
  };
}
