import { TestDatabases } from '@backstage/backend-test-utils';
import { signInAs } from '@backstage-databricks/databricks-simulator';
import { JsonObject } from '@backstage/types';
import { databaseState } from '../__testUtils__/databaseState';
import { openVerifier } from '../__testUtils__/openVerifier';
import { signInSteps } from '../__testUtils__/signInSteps';
import {
  alice,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

describe.each(databases.eachSupportedId())('A dump of %s', id => {
  let plugin: StartedPlugin;

  beforeAll(async () => {
    plugin = await startPlugin({ databases: { databases, id } });
  });

  afterAll(async () => {
    await plugin.stop();
  });

  it('holds no token, code, state, verifier, cookie, client secret or key, at any moment of a sign-in', async () => {
    const steps = signInSteps(plugin);
    const dumps: string[] = [];
    const dump = async () => dumps.push(await databaseState(plugin.knex));

    const started = await steps.start();
    await dump();
    const verifier = await openVerifier(plugin, started.id);
    expect(verifier).toMatch(/^[\w-]{43}$/);
    const url = new URL(await signInAs(started.authorizationUrl));
    plugin.simulator.faults.next('token', { kind: 'delay', delayMs: 300 });
    const page = steps.callback(url, started.cookie).then(it => it);
    while ((await plugin.knex('sign_ins').first()).consumed_at === null) {
      await new Promise(resolve => setImmediate(resolve));
    }
    await dump();
    expect((await page).status).toBe(200);
    await dump();
    const [{ id: connection }] = await steps.connections(alice);
    await plugin.as(alice).delete(`/api/databricks/connections/${connection}`);
    await dump();

    const [accessToken] = plugin.simulator.tokens.accessTokens;
    const [{ token: refreshToken }] = plugin.simulator.tokens.refreshTokens;
    const text = dumps.join('\n');
    expect(text).toContain(connection);
    expect(dumps[2]).toContain('dbx1.k1.');
    expect(dumps[3]).not.toContain('dbx1.');
    for (const secret of [
      accessToken,
      refreshToken,
      url.searchParams.get('code')!,
      url.searchParams.get('state')!,
      verifier,
      started.cookie.split('=')[1],
      'app-connection-secret',
    ]) {
      expect(secret).toBeTruthy();
      for (const form of ['utf8', 'hex', 'base64', 'base64url'] as const) {
        const needle = Buffer.from(secret).toString(form).replaceAll('=', '');
        expect(text).not.toContain(needle);
      }
    }
    const { keys } = plugin.databricks.encryption as {
      keys: { k1: JsonObject };
    };
    const rootKey = Buffer.from(String(keys.k1.secret), 'base64');
    for (const form of ['hex', 'base64', 'base64url'] as const) {
      expect(text).not.toContain(rootKey.toString(form).slice(0, 40));
    }
  });
});
