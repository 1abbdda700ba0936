import { TestDatabases } from '@backstage/backend-test-utils';
import {
  bob,
  mallory,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

describe.each(databases.eachSupportedId())('Parallel starts on %s', id => {
  let plugin: StartedPlugin;

  beforeAll(async () => {
    plugin = await startPlugin({ databases: { databases, id } });
  });

  beforeEach(() => plugin.knex('sign_ins').delete());

  afterAll(async () => {
    await plugin.stop();
  });

  const start = (user: string) =>
    plugin
      .as(user)
      .post('/api/databricks/sign-ins')
      .send({ fabric: 'everybody' });

  const rowsOfMallory = () =>
    plugin.knex('sign_ins').where({ user_entity_ref: 'user:default/mallory' });

  it('are twenty a minute and ten pending at most, as one after the other are', async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, () => start(mallory)),
    );
    for (const { status, headers } of answers) {
      expect([201, 429]).toContain(status);
      expect(headers['retry-after'] === undefined).toBe(status === 201);
    }
    const started = answers.filter(it => it.status === 201);
    expect(started.length).toBeGreaterThan(0);
    expect(await rowsOfMallory()).toHaveLength(started.length);

    for (let i = started.length; i < 20; i += 1) {
      expect((await start(mallory)).status).toBe(201);
    }
    expect((await start(mallory)).status).toBe(429);
    const rows = await rowsOfMallory();
    expect(rows).toHaveLength(20);
    expect(rows.filter(it => it.status === 'pending')).toHaveLength(10);
    expect((await start(bob)).status).toBe(201);
  });

  // SQLite runs one transaction at a time
  if (id.startsWith('POSTGRES')) {
    it('of one user leave connections of the database to others, however long one of them takes', async () => {
      const held = await plugin.knex.transaction();
      await held.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [
        'databricks sign-ins user:default/mallory',
      ]);
      const flood = Array.from({ length: 40 }, () =>
        start(mallory).then(it => it),
      );
      expect((await start(bob)).status).toBe(201);
      for (const { status, headers } of await Promise.all(flood)) {
        expect([status, headers['retry-after']]).toEqual([429, '1']);
      }
      await held.rollback();
      expect((await start(mallory)).status).toBe(201);
    });
  }

  it('and starts one after the other leave a browser few cookies, and those of the newest', async () => {
    const jar = new Map<string, string>();
    let newest: string[] = [];
    for (let i = 0; i < 40; i += 1) {
      // As hours later: only the browser remembers
      await plugin.knex('sign_ins').delete();
      const cookies = [...jar].map(it => it.join('=')).join('; ');
      expect(cookies.length).toBeLessThan(4096);
      const { headers } = await start(mallory).set('Cookie', `a=b; ${cookies}`);
      for (const setCookie of headers['set-cookie']) {
        const [name, value] = setCookie.split(';')[0].split('=');
        jar.delete(name);
        if (value) {
          jar.set(name, value);
          newest = [...newest, name].slice(-10);
        }
      }
    }
    expect([...jar.keys()]).toEqual(newest);
  });

  it('clears what is left of others, ten at a time', async () => {
    const old = Array.from(
      { length: 60 },
      (_, i) =>
        `databricks-sign-in-${(i + 256).toString(16).padStart(8, '0')}=x`,
    );
    const { headers } = await start(mallory).set('Cookie', old.join('; '));
    expect(headers['set-cookie']).toHaveLength(11);
    for (const cleared of headers['set-cookie'].slice(1)) {
      expect(cleared).toMatch(/^databricks-sign-in-[0-9a-f]{8}=; .*Max-Age=0$/);
    }
  });
});
