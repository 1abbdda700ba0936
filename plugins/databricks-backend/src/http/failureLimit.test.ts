import { signInAs } from '@backstage-databricks/databricks-simulator';
import request from 'supertest';
import { signInSteps } from '../__testUtils__/signInSteps';
import {
  alice,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

describe('Callbacks that nobody has started', () => {
  let plugin: StartedPlugin;
  let steps: ReturnType<typeof signInSteps>;
  /** How much later it is, on the monotonic clock of the replica. */
  let laterMs = 0;
  const statements: string[] = [];

  beforeAll(async () => {
    const now = performance.now.bind(performance);
    jest.spyOn(performance, 'now').mockImplementation(() => now() + laterMs);
    plugin = await startPlugin();
    plugin.knex.on('query', ({ sql }) => statements.push(sql));
    steps = signInSteps(plugin);
    // It takes longer than what the plugin does in the background when it starts
    await plugin.connect(alice);
  });

  beforeEach(() => {
    // What the limits count is over, and the settings are so old that whoever uses them reads them again
    laterMs += 60_000;
    statements.length = 0;
  });

  afterAll(async () => {
    jest.restoreAllMocks();
    await plugin.stop();
  });

  it.each([
    ['without a state', 'get', '/api/databricks/oauthredirect?code=x', 400],
    ['malformed', 'get', '/api/databricks/oauthredirect?state=%E0&%', 400],
    ['made up', 'get', '/api/databricks/oauthredirect?code=x&state=y', 400],
    ['made up', 'get', '/metadata/oauthCallback?code=x&state=y', 400],
    ['by another method', 'put', '/api/databricks/oauthredirect', 405],
    ['by another method', 'put', '/metadata/oauthCallback', 405],
    ['below it', 'get', '/api/databricks/oauthredirect/x', 404],
    ['below it', 'get', '/metadata/oauthCallback/x', 404],
  ] as const)(
    'ask no database, also where the settings are old: %s, %s %s',
    async (_, method, path, status) => {
      const server = request(plugin.backend.server);
      expect((await server[method](path)).status).toBe(status);
      expect(statements).toEqual([]);
      // They were old indeed
      await plugin.as(alice).get('/api/databricks/connections').expect(200);
      expect(statements.join()).toMatch(/from `definitions`/);
    },
  );

  it('ask no database with the cookie of another sign-in, which itself can be finished where the settings are old', async () => {
    const [one, other] = [await steps.start(), await steps.start()];
    const url = await signInAs(one.authorizationUrl);
    laterMs += 10_000;
    statements.length = 0;
    expect((await steps.callback(url, other.cookie)).status).toBe(400);
    expect(statements).toEqual([]);
    expect((await steps.callback(url, one.cookie)).status).toBe(200);
  });

  it('are limited to 300 a minute and address, ask no database, and keep nobody at that address from signing in', async () => {
    const started = await steps.start();
    const url = await signInAs(started.authorizationUrl);
    laterMs += 10_000;
    statements.length = 0;
    const statuses: number[] = [];
    for (let i = 0; i < 301; i += 1) {
      const page = await steps
        .callback(
          `/api/databricks/oauthredirect?code=x&state=guess-${i}`,
          i % 2 ? started.cookie : undefined,
        )
        .set('X-Forwarded-For', `203.0.113.${i % 256}`);
      statuses.push(page.status);
    }
    expect(new Set(statuses.slice(0, 300))).toEqual(new Set([400]));
    expect(statuses[300]).toBe(429);
    expect(statements).toEqual([]);

    const limited = await steps.callback(
      '/metadata/oauthCallback?code=x&state=y',
    );
    expect(limited.status).toBe(429);
    expect(limited.text).toContain('Wait a minute');
    expect(limited.headers['content-type']).toMatch(/^text\/html/);
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(limited.headers['retry-after'])).toBeLessThanOrEqual(60);

    expect((await steps.callback(url, started.cookie)).status).toBe(200);
  });

  it('and a page that is loaded again and again is limited by itself', async () => {
    const [again, other] = [await steps.start(), await steps.start()];
    const url = await signInAs(again.authorizationUrl);
    const statuses: number[] = [];
    for (let i = 0; i < 21; i += 1) {
      statuses.push((await steps.callback(url, again.cookie)).status);
    }
    expect(statuses).toEqual([200, ...Array(19).fill(400), 429]);
    const others = await signInAs(other.authorizationUrl);
    expect((await steps.callback(others, other.cookie)).status).toBe(200);
  });
});
