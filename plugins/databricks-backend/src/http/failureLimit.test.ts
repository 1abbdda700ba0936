import { signInAs } from '@backstage-databricks/databricks-simulator';
import { signInSteps } from '../__testUtils__/signInSteps';
import {
  alice,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

describe('Failing callbacks of one address', () => {
  let plugin: StartedPlugin;

  beforeAll(async () => {
    plugin = await startPlugin();
  });

  afterAll(async () => {
    await plugin.stop();
  });

  it('are limited to 300 a minute, whatever address they claim, and cost no sign-in its row', async () => {
    const steps = signInSteps(plugin);
    const started = await steps.start();
    const url = await signInAs(started.authorizationUrl);
    const statuses: number[] = [];
    for (let i = 0; i < 301; i += 1) {
      const page = await steps
        .callback(`/api/databricks/oauthredirect?code=x&state=guess-${i}`)
        .set('X-Forwarded-For', `203.0.113.${i % 256}`);
      statuses.push(page.status);
    }
    expect(new Set(statuses.slice(0, 300))).toEqual(new Set([400]));
    expect(statuses[300]).toBe(429);

    const limited = await steps.callback(url, started.cookie);
    expect(limited.status).toBe(429);
    expect(limited.text).toContain('Wait a minute');
    expect(limited.text).not.toContain(started.id);
    expect(limited.headers['content-type']).toMatch(/^text\/html/);
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(limited.headers['retry-after'])).toBeLessThanOrEqual(60);
    const elsewhere = await steps.callback(
      '/metadata/oauthCallback?code=x&state=y',
    );
    expect(elsewhere.status).toBe(429);
    expect((await steps.outcome(alice, started.id)).status).toBe('pending');
  });
});
