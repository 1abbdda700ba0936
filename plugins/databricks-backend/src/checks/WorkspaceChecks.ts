import { LoggerService } from '@backstage/backend-plugin-api';
import { Check } from '@backstage-databricks/plugin-databricks-common';
import { randomUUID } from 'node:crypto';
import { OutboundBudget, WorkspaceProbe } from '../probes';
import { LiveSettings } from '../settings';
import { DatabaseCheckStore } from './DatabaseCheckStore';

/** Of one run. Workspaces that it did not come to are the first of the next one. */
const RUN_MS = 60_000;

/** A run that has to end writes nothing any more. The rest of its lease is for a slow database. */
const LEASE_MS = RUN_MS + 10_000;

/** A workspace that hangs keeps one of these for ten seconds, so that more than a hundred of them fit into a run. */
const AT_ONCE = 20;

/** Undefined where it has not been checked yet. */
export type CheckedWorkspace = { workspaceUrl: string; found?: Check };

type WorkspaceChecksOptions = {
  settings: Pick<LiveSettings, 'current' | 'reload'>;
  store: DatabaseCheckStore;
  workspaceProbe: Pick<WorkspaceProbe, 'ask'>;
  outboundBudget: Pick<OutboundBudget, 'queue'>;
  logger: LoggerService;
  /** How long a run may take, in milliseconds. Default: 60 seconds. */
  runMs?: number;
};

/**
 * Asks the workspaces of all fabrics whether they answer, in runs, and keeps what each said, so that every replica shows
 * the same and nobody who looks at it waits for a workspace. All replicas together make one run at a time.
 */
export class WorkspaceChecks {
  readonly #options: WorkspaceChecksOptions;
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(options: WorkspaceChecksOptions) {
    this.#options = options;
  }

  /** Starts a run, unless one is under way. */
  async start(signal?: AbortSignal): Promise<void> {
    const { logger, store, runMs = RUN_MS } = this.#options;
    const owner = randomUUID();
    if (await store.claim(owner, LEASE_MS)) {
      const ends = [AbortSignal.timeout(runMs), this.#stopping.signal];
      this.#running = this.#checkAll(
        AbortSignal.any(signal ? [...ends, signal] : ends),
      )
        .finally(() => store.release(owner))
        .catch(({ name }: Error) => {
          logger.warn(`A run of the check list failed: ${name}`);
        });
    }
  }

  /** Makes a run, unless one is under way elsewhere. */
  async run(signal: AbortSignal): Promise<void> {
    await this.start(signal);
    await this.#running;
  }

  /** Ends a run that is under way here. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  /** Whether a run is under way, on whichever replica. */
  isRunning(): Promise<boolean> {
    return this.#options.store.isRunning();
  }

  /** What the last check of each workspace found. */
  async results(): Promise<CheckedWorkspace[]> {
    const results = await this.#options.store.results();
    return this.#workspaceUrls().map(workspaceUrl => ({
      workspaceUrl,
      found: results.get(workspaceUrl),
    }));
  }

  async #checkAll(signal: AbortSignal): Promise<void> {
    const { settings, store } = this.#options;
    await settings.reload();
    const workspaceUrls = this.#workspaceUrls();
    const known = [...(await store.results()).keys()];
    await store.remove(known.filter(it => !workspaceUrls.includes(it)));
    const oldestFirst = [...workspaceUrls].sort(
      (one, other) => known.indexOf(one) - known.indexOf(other),
    );
    const queue = oldestFirst.values();
    const work = async () => {
      for (const workspaceUrl of queue) {
        if (signal.aborted) {
          return;
        }
        await this.#check(workspaceUrl, signal);
      }
    };
    await untilAborted(
      signal,
      Promise.all(Array.from({ length: AT_ONCE }, work)),
    );
  }

  async #check(workspaceUrl: string, signal: AbortSignal): Promise<void> {
    const { outboundBudget, store, workspaceProbe } = this.#options;
    const found = await outboundBudget.queue(workspaceUrl, signal, async () => {
      const startedAt = performance.now();
      const asked = await workspaceProbe.ask(workspaceUrl);
      return { ...asked.check, ms: Math.round(performance.now() - startedAt) };
    });
    if (found && !signal.aborted) {
      // What cannot be kept is asked again by the next run
      await store.save(workspaceUrl, found).catch(() => {});
    }
  }

  #workspaceUrls(): string[] {
    const { fabrics } = this.#options.settings.current();
    return [...new Set([...fabrics.values()].map(it => it.workspaceUrl))];
  }
}

/** A call cannot be taken back. Who waits for it can go. */
async function untilAborted(
  signal: AbortSignal,
  work: Promise<unknown>,
): Promise<void> {
  await Promise.race([
    work,
    new Promise<void>(resolve => {
      if (signal.aborted) {
        resolve();
      }
      signal.addEventListener('abort', () => resolve(), { once: true });
    }),
  ]);
}
