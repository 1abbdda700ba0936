import { LoggerService } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { signInSteps } from '../__testUtils__/signInSteps';
import {
  alice,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';
import { AuditTrail } from './AuditTrail';

jest.setTimeout(60_000);

const never = () => new Promise<never>(() => {});

describe.each<[string, () => Promise<{ success(): Promise<never> }>]>([
  ['takes no event', never],
  ['does not take the end of an event', async () => ({ success: never })],
])('While the auditor %s', (_, createEvent) => {
  let plugin: StartedPlugin;
  let steps: ReturnType<typeof signInSteps>;

  beforeAll(async () => {
    const auditor = mockServices.auditor.mock({
      createEvent: async () => {
        const event = await createEvent();
        return { ...event, fail: event.success };
      },
    });
    plugin = await startPlugin({ features: [auditor.factory] });
    steps = signInSteps(plugin);
  });

  afterAll(() => plugin.stop());

  it('people connect and disconnect', async () => {
    expect((await plugin.connect(alice)).status).toBe(200);
    const [{ id }] = await steps.connections(alice);
    await plugin
      .as(alice)
      .delete(`/api/databricks/connections/${id}`)
      .expect(200);
    expect(await steps.connections(alice)).toEqual([]);
  });
});

describe('An event that a hanging auditor loses', () => {
  beforeEach(() => jest.useFakeTimers({ doNotFake: ['setImmediate'] }));
  afterEach(() => jest.useRealTimers());

  it.each([
    ['at its beginning', never],
    ['at its end', async () => ({ success: never, fail: never })],
  ])('%s is logged once, after two seconds', async (__, createEvent) => {
    const logger = mockServices.logger.mock();
    const audit = new AuditTrail({
      auditor: { createEvent },
      logger: logger as LoggerService,
    });
    let answered = false;
    const answer = audit
      .record('disconnect', { meta: {} }, async () => 'done')
      .finally(() => {
        answered = true;
      });
    await jest.advanceTimersByTimeAsync(1_999);
    expect([answered, logger.warn.mock.calls]).toEqual([false, []]);
    await jest.advanceTimersByTimeAsync(1);
    expect(await answer).toBe('done');
    expect(logger.warn.mock.calls).toEqual([
      ['An audit event was lost: TimeoutError'],
    ]);
  });
});
