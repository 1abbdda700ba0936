import { signInAs } from '@backstage-databricks/databricks-simulator';
import { signInSteps } from '../__testUtils__/signInSteps';
import { StartedPlugin, startPlugin } from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

describe('Callbacks that nobody has started', () => {
  let plugin: StartedPlugin;
  let steps: ReturnType<typeof signInSteps>;

  beforeAll(async () => {
    plugin = await startPlugin();
    steps = signInSteps(plugin);
  });

  afterAll(async () => {
    await plugin.stop();
  });

  it('are limited to 300 a minute and address, ask no database, and keep nobody at that address from signing in', async () => {
    const started = await steps.start();
    const url = await signInAs(started.authorizationUrl);
    const asked: string[] = [];
    const listener = ({ sql }: { sql: string }) => asked.push(sql);
    plugin.knex.on('query', listener);
    // As on a replica that was idle: what it knows of the settings is old
    const now = performance.now();
    const later = jest
      .spyOn(performance, 'now')
      .mockImplementation(() => now + 60_000);
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
    const limited = await steps.callback(
      '/metadata/oauthCallback?code=x&state=y',
    );
    expect(limited.status).toBe(429);
    expect(limited.text).toContain('Wait a minute');
    expect(limited.headers['content-type']).toMatch(/^text\/html/);
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(limited.headers['retry-after'])).toBeLessThanOrEqual(60);

    plugin.knex.removeListener('query', listener);
    expect(asked).toEqual([]);
    later.mockRestore();

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
