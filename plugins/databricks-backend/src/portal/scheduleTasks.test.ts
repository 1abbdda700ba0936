import {
  SchedulerService,
  SchedulerServiceTaskInvocationDefinition,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { Duration } from 'luxon';
import { ScheduledTask, scheduleTasks } from './scheduleTasks';

type Scheduled = SchedulerServiceTaskScheduleDefinition &
  SchedulerServiceTaskInvocationDefinition;

async function schedule(
  tasks: ScheduledTask[],
  options?: { random?: () => number; keepFresh?: () => Promise<void> },
) {
  const scheduled: Scheduled[] = [];
  const logger = mockServices.logger.mock();
  const work = await scheduleTasks({
    scheduler: {
      scheduleTask: async (task: Scheduled) => {
        scheduled.push(task);
      },
    } as unknown as SchedulerService,
    logger,
    keepFresh: options?.keepFresh ?? (async () => {}),
    tasks,
    random: options?.random,
  });
  const run = (i: number) =>
    scheduled[i].fn(new AbortController().signal) as Promise<void>;
  return { scheduled, logger, work, run };
}

const task = (run: ScheduledTask['run']): ScheduledTask => ({
  id: 'task',
  everyMinutes: 10,
  run,
});

describe('Scheduled work', () => {
  it('begins half a minute after the start or later, each task at a time of its own', async () => {
    const randoms = [0, 0.5, 0.999];
    const { scheduled } = await schedule(
      [0, 1, 2].map(() => task(async () => {})),
      { random: () => randoms.shift()! },
    );
    expect(
      scheduled.map(it => (it.initialDelay as Duration).as('seconds')),
    ).toEqual([30, 45, expect.closeTo(60, 0)]);
  });

  it('knows the settings of now before it begins', async () => {
    const steps: string[] = [];
    const { run } = await schedule(
      [
        task(async () => {
          steps.push('run');
        }),
      ],
      {
        keepFresh: async () => {
          await new Promise(resolve => setImmediate(resolve));
          steps.push('settings');
        },
      },
    );
    await run(0);
    await run(0);
    expect(steps).toEqual(['settings', 'run', 'settings', 'run']);
  });

  it('is told to end when the plugin stops, and waited for', async () => {
    let ended = false;
    const { work, run } = await schedule([
      task(async signal => {
        await new Promise(resolve => signal.addEventListener('abort', resolve));
        await new Promise(resolve => setImmediate(resolve));
        ended = true;
      }),
      task(async () => {
        throw new Error('not when it stops');
      }),
    ]);
    const running = run(0);
    await new Promise(resolve => setImmediate(resolve));
    await work.stop();
    expect(ended).toBe(true);
    await running;
  });

  it('does not begin any more when the plugin stops', async () => {
    const begin = jest.fn();
    const { work, run } = await schedule([task(begin)]);
    await work.stop();
    await run(0);
    expect(begin).not.toHaveBeenCalled();
  });

  it('goes on the next time where it failed, and says no more than the kind of error', async () => {
    const { run, logger } = await schedule([
      task(async () => {
        throw new TypeError('select secret from grants');
      }),
    ]);
    await run(0);
    expect(logger.warn).toHaveBeenCalledWith(
      'The task task failed and is tried again: TypeError',
    );
  });

  it('that the portal does not take within half a minute stops the start, and is named', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    const starting = scheduleTasks({
      scheduler: mockServices.scheduler.mock({
        scheduleTask: () => new Promise<never>(() => {}),
      }),
      logger: mockServices.logger.mock(),
      keepFresh: async () => {},
      tasks: [task(async () => {})],
    }).catch(error => error);
    await jest.advanceTimersByTimeAsync(30_000);
    jest.useRealTimers();
    expect((await starting).message).toBe(
      "The portal's scheduler does not take the task task",
    );
  });
});
