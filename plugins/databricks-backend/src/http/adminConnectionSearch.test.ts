import { TestDatabases } from '@backstage/backend-test-utils';
import { adminConnectionListSchema } from '@backstage-databricks/plugin-databricks-common';
import { randomUUID } from 'node:crypto';
import {
  alice,
  bob,
  mallory,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });
const BASE = '/api/databricks/admin/connections';

describe.each(databases.eachSupportedId())('Connections of all on %s', id => {
  let plugin: StartedPlugin;

  beforeAll(async () => {
    plugin = await startPlugin({ databases: { databases, id } });
  });

  beforeEach(async () => {
    await plugin.knex('grants').delete();
    await plugin.connect(alice, { fabric: 'everybody' });
    await plugin.connect(mallory, { fabric: 'everybody' });
  });

  afterAll(() => plugin.stop());

  const rowOf = (owner: string) => plugin.knex('grants').where({ owner });

  it('are found by whose they are, where and with what, and by several statuses, and are counted', async () => {
    const [like] = await rowOf('user:default/alice');
    const elsewhere = 'https://dbc-1.cloud.databricks.com';
    await plugin.knex('grants').insert([
      { ...like, id: randomUUID(), issuer: elsewhere },
      { ...like, id: randomUUID(), app_connection: 'other' },
    ]);
    const { url } = plugin.simulator;
    const alices = 'user=user:default/alice';
    for (const [query, total] of [
      ['', 4],
      [`?${alices}`, 3],
      [`?workspace=${url}`, 3],
      [`?workspace=${url.toUpperCase()}/`, 3],
      [`?workspace=${elsewhere}&${alices}`, 1],
      [`?workspace=${elsewhere}&user=user:default/mallory`, 0],
      ['?appConnection=default', 3],
      ['?fabric=everybody', 2],
      [`?fabric=everybody&workspace=${elsewhere}`, 0],
      ['?fabric=everybody&appConnection=other', 0],
      ['?fabric=unknown', 0],
      ['?status=reconnect_required', 1],
      [`?status=connected,reconnect_required&${alices}`, 3],
      [`?status=connected&${alices}&workspace=${url}`, 1],
      ['?status=unreadable,expires_soon', 0],
    ] as const) {
      const { body } = await plugin
        .as(bob)
        .get(BASE + query)
        .expect(200);
      expect([query, body.total, body.items.length]).toEqual([
        query,
        total,
        total,
      ]);
    }
    const page = await plugin.as(bob).get(`${BASE}?limit=3&${alices}`);
    expect(page.body.nextCursor).toBeUndefined();
    const first = await plugin.as(bob).get(`${BASE}?limit=2&${alices}`);
    const { nextCursor } = first.body;
    const last = await plugin
      .as(bob)
      .get(`${BASE}?limit=2&${alices}&cursor=${nextCursor}`);
    expect([first, last].map(it => it.body.total)).toEqual([3, 3]);
    expect(last.body.items).toHaveLength(1);
  });

  it.each([
    ['status', 'gone'],
    ['status', 'connected,gone'],
    ['status', 'connected,'],
    ['status', ''],
    ['workspace', 'dbc-1.cloud.databricks.com'],
    ['workspace', 'https://dbc-1.cloud.databricks.com/path'],
    ['appConnection', 'No Name'],
    ['fabric', 'No Name'],
  ])('are not found by the %s %j, which is named', async (field, value) => {
    const answer = await plugin
      .as(bob)
      .get(BASE)
      .query({ [field]: value });
    expect([answer.status, answer.body.error.code]).toEqual([
      400,
      'invalid_request',
    ]);
    expect(answer.body.error.message).toMatch(new RegExp(`^${field}: must `));
  });

  it('are shown with when they were last used', async () => {
    await rowOf('user:default/alice').update({ used_at: 1_700_000_000_000 });
    await rowOf('user:default/mallory').update({ used_at: null });
    const { body } = await plugin.as(bob).get(BASE).expect(200);
    const { items } = adminConnectionListSchema.parse(body);
    expect(items.map(it => [it.user, it.lastUsedAt])).toEqual([
      ['user:default/mallory', undefined],
      ['user:default/alice', '2023-11-14T22:13:20.000Z'],
    ]);
  });
});
