import {
  alice,
  bob,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

jest.setTimeout(120_000);

const UNKNOWN = '/api/databricks/sign-ins/00000000-0000-4000-8000-000000000000';

describe('What one user asks for', () => {
  let plugin: StartedPlugin;

  beforeAll(async () => {
    plugin = await startPlugin();
  });

  afterAll(async () => {
    await plugin.stop();
  });

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
});
