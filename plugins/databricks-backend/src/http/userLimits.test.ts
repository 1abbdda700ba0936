import {
  alice,
  bob,
  mallory,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

jest.setTimeout(120_000);

const UNKNOWN = '/api/databricks/sign-ins/00000000-0000-4000-8000-000000000000';

describe('What one user asks for', () => {
  let plugin: StartedPlugin;
  /** How much later it is, on the monotonic clock, which stands still otherwise, and for sign-ins in the database. */
  let laterMs = 0;

  beforeAll(async () => {
    // Whole, so that no sum of it is a little more than what passes
    const startedAt = Math.trunc(performance.now());
    jest
      .spyOn(performance, 'now')
      .mockImplementation(() => startedAt + laterMs);
    plugin = await startPlugin();
  });

  afterAll(async () => {
    jest.restoreAllMocks();
    await plugin.stop();
  });

  async function passTime(ms: number): Promise<void> {
    laterMs += ms;
    await plugin.knex('sign_ins').decrement('created_at', ms);
  }

  async function statuses(
    count: number,
    ask: () => PromiseLike<{ status: number }>,
  ): Promise<Set<number>> {
    const seen = new Set<number>();
    for (let i = 0; i < count; i += 1) {
      seen.add((await ask()).status);
    }
    return seen;
  }

  it('is limited to 600 looks at a sign-in a minute, and hinders nobody else', async () => {
    const poll = (user: string) => plugin.as(user).get(UNKNOWN);
    expect(await statuses(600, () => poll(alice))).toEqual(new Set([404]));
    const limited = await poll(alice);
    expect(limited.status).toBe(429);
    expect(limited.body.error).toMatchObject({
      code: 'too_many_requests',
      retryAfterSeconds: Number(limited.headers['retry-after']),
    });
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(limited.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect((await poll(bob)).status).toBe(404);
  });

  it('is limited to 30 tests a minute, whatever they test, and hinders nobody else', async () => {
    const test = (user: string) =>
      plugin.as(user).post('/api/databricks/fabrics/everybody/test').send({});
    expect(await statuses(30, () => test(alice))).toEqual(new Set([200]));
    const limited = await test(alice);
    expect(limited.status).toBe(429);
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
    const testAppConnection = () =>
      plugin
        .as(bob)
        .post('/api/databricks/app-connections/default/test')
        .send({ workspaceUrl: plugin.simulator.url });
    expect(await statuses(30, testAppConnection)).toEqual(new Set([200]));
    expect((await testAppConnection()).status).toBe(429);
    expect((await test(bob)).status).toBe(429);
  });

  it.each<
    [string, { path: string; body?: object; max: number; answer: number }]
  >([
    ['looks at a sign-in', { path: UNKNOWN, max: 600, answer: 404 }],
    [
      'tests',
      {
        path: '/api/databricks/fabrics/everybody/test',
        body: {},
        max: 30,
        answer: 200,
      },
    ],
    [
      'starts',
      {
        path: '/api/databricks/sign-ins',
        body: { fabric: 'everybody' },
        max: 20,
        answer: 201,
      },
    ],
  ])(
    'is limited for as long as it is told, also if it goes on: %s',
    async (_, { path, body, max, answer }) => {
      await passTime(61_000);
      const ask = (user: string) =>
        body === undefined
          ? plugin.as(user).get(path)
          : plugin.as(user).post(path).send(body);
      for (const asked of [1, max - 1]) {
        expect(await statuses(asked, () => ask(mallory))).toEqual(
          new Set([answer]),
        );
        await passTime(5_000);
      }
      const limited = await ask(mallory);
      expect(limited.status).toBe(429);
      const seconds = Number(limited.headers['retry-after']);
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThanOrEqual(50);
      await passTime((seconds - 20) * 1_000);
      expect(await statuses(40, () => ask(mallory))).toEqual(new Set([429]));
      expect((await ask(alice)).status).toBe(answer);
      await passTime(20_001);
      expect((await ask(mallory)).status).toBe(answer);
    },
  );
});
