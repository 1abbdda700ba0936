import { TestDatabases } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { randomBytes } from 'node:crypto';
import { signInSteps } from '../__testUtils__/signInSteps';
import { eventually } from '../grants/__testUtils__/eventually';
import {
  alice,
  bob,
  databricksConfig,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';
import { Sealer } from './Sealer';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

type DbGrant = { id: string; owner: string } & Record<
  'refresh_token' | 'access_token',
  string
>;

describe.each(databases.eachSupportedId())('Stored tokens on %s', id => {
  let plugin: StartedPlugin;
  let steps: ReturnType<typeof signInSteps>;

  beforeAll(async () => {
    plugin = await startPlugin({ databases: { databases, id } });
    steps = signInSteps(plugin);
  });

  beforeEach(async () => {
    await plugin.knex('sign_ins').delete();
    await plugin.knex('grants').delete();
    await plugin.connect(alice);
    await plugin.connect(bob, { fabric: 'operations' });
  });

  afterAll(async () => {
    await plugin.stop();
  });

  async function rowOf(owner: string): Promise<DbGrant> {
    return plugin.knex('grants').where({ owner }).first();
  }

  const cut = (value: string, bytes: number) => {
    const parts = value.split('.');
    const body = Buffer.from(parts[3], 'base64url');
    return [
      ...parts.slice(0, 3),
      body.subarray(0, body.length - bytes).toString('base64url'),
    ].join('.');
  };

  const isUnreadable = async (code: string) => {
    const [{ status, reason }] = await steps.connections(alice);
    return status === 'unreadable' && reason?.code === code;
  };

  it.each<[string, (mine: DbGrant, other: DbGrant) => string]>([
    ['of somebody else', (_, it) => it.refresh_token],
    ['of another column', it => it.access_token],
    ['with a shorter tag', it => cut(it.refresh_token, 12)],
    ['with something behind it', it => `${it.refresh_token}!!`],
    ['of another format', it => it.refresh_token.replace('dbx1', 'dbx0')],
    ['in clear', () => 'doau1234567890'],
  ])(
    'that are replaced by one %s do not open, are kept, and disturb nobody else',
    async (_, change) => {
      const mine = await rowOf('user:default/alice');
      const changed = change(mine, await rowOf('user:default/bob'));
      await plugin
        .knex('grants')
        .where({ id: mine.id })
        .update({ refresh_token: changed, access_token_expires_at: 1 });
      const calls = plugin.simulator.calls.token;
      const tested = await plugin
        .as(alice)
        .post('/api/databricks/fabrics/analytics-dev/test')
        .send({});
      expect(tested.body).toMatchObject({ ok: false });
      expect(plugin.simulator.calls.token).toBe(calls);
      await eventually(() => isUnreadable('credentials_unreadable'));
      expect((await rowOf('user:default/alice')).refresh_token).toBe(changed);
      expect(await steps.connections(bob)).toMatchObject([
        { status: 'connected' },
      ]);
      expect((await plugin.connect(alice)).status).toBe(200);
      expect(await steps.connections(alice)).toMatchObject([
        { id: mine.id, status: 'connected' },
      ]);
    },
  );

  it('of a key that is not configured are known by its id, unopened and kept', async () => {
    const mine = await rowOf('user:default/alice');
    const changed = {
      refresh_token: mine.refresh_token.replace('.k1.', '.k9.'),
      key_id: 'k9',
    };
    await plugin.knex('grants').where({ id: mine.id }).update(changed);
    expect(await isUnreadable('encryption_key_unavailable')).toBe(true);
    expect(await rowOf('user:default/alice')).toMatchObject({
      ...changed,
      unreadable_at: null,
    });
    expect(await steps.connections(bob)).toMatchObject([
      { status: 'connected' },
    ]);
    expect((await plugin.connect(alice)).status).toBe(200);
    expect(await steps.connections(alice)).toMatchObject([
      { id: mine.id, status: 'connected' },
    ]);
  });

  it('are not opened to draw a list', async () => {
    const open = jest.spyOn(Sealer.prototype, 'open');
    await steps.connections(alice);
    await plugin.as(alice).get('/api/databricks/fabrics').expect(200);
    await plugin.as(bob).get('/api/databricks/admin/connections').expect(200);
    await plugin.as(bob).get('/api/databricks/settings').expect(200);
    expect(open).not.toHaveBeenCalled();
    open.mockRestore();
  });
});

describe('Encryption keys', () => {
  it('whose secret was replaced stop the start, and nothing is lost', async () => {
    const keys = (secret: string): JsonObject => ({
      primaryKey: 'k1',
      keys: { k1: { secret } },
    });
    const knex = await databases.init('SQLITE_3');
    const start = (secret: string) =>
      startPlugin({
        knex,
        configure: config => ({ ...config, encryption: keys(secret) }),
      });
    const right = randomBytes(32).toString('base64');
    const wrong = randomBytes(32).toString('base64');
    const first = await start(right);
    await first.connect(alice);
    const before = await knex('grants').select('*');
    await first.stop();

    const failure = await start(wrong).then(
      () => 'started',
      error => String(error.message ?? error) + String(error.cause ?? ''),
    );
    expect(failure).toContain('databricks.encryption.keys.k1.secret');
    expect(failure).not.toContain(wrong);
    expect(failure).not.toContain(right);
    expect(await knex('grants').select('*')).toEqual(before);
  });

  it('are known by a value that says nothing of their secret', () => {
    const config = databricksConfig('http://127.0.0.1:8020');
    const { secret } = (
      (config.encryption as JsonObject).keys as { k1: { secret: string } }
    ).k1;
    const root = Buffer.from(secret, 'base64');
    const sealer = new Sealer({
      primaryKey: 'k1',
      keys: new Map([['k1', root]]),
    });
    for (const form of ['hex', 'base64', 'base64url'] as const) {
      expect(sealer.checkValue('k1')).not.toContain(root.toString(form));
    }
    expect(sealer.checkValue('k1')).toMatch(/^[\w-]{43}$/);
  });
});
