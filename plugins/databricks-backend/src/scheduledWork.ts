import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { Duration } from 'luxon';

/** Work that is done again and again, by one replica for all or (`local`) by each for itself. It is idempotent: a run may be cut off anywhere. */
export type ScheduledTask = {
  id: string;
  /** How often, in minutes. */
  everyMinutes: number;
  /** Default: global. */
  scope?: 'global' | 'local';
  run(signal: AbortSignal): Promise<void>;
};

/** A backend that starts has more urgent things to do, and replicas that start together need not meet. */
const INITIAL_DELAY = Duration.fromObject({ seconds: 30 });

/** A run that takes longer is cut off, and the next one goes on. */
const TIMEOUT = Duration.fromObject({ minutes: 15 });

/** Registers the tasks; what one of them throws is said and tried again. */
export async function scheduleWork(options: {
  scheduler: SchedulerService;
  logger: LoggerService;
  tasks: ScheduledTask[];
}): Promise<void> {
  for (const { id, everyMinutes, scope = 'global', run } of options.tasks) {
    await options.scheduler.scheduleTask({
      id,
      scope,
      frequency: Duration.fromObject({ minutes: everyMinutes }),
      initialDelay: INITIAL_DELAY,
      timeout: TIMEOUT,
      fn: async signal => {
        try {
          await run(signal);
        } catch (error) {
          options.logger.warn(
            `The task ${id} failed and is tried again: ${
              (error as Error).name
            }`,
          );
        }
      },
    });
  }
}
