import { TestDatabases } from '@backstage/backend-test-utils';
import { Connection } from '@backstage-databricks/plugin-databricks-common';
import { randomUUID } from 'node:crypto';
import { openSealer } from '../__testUtils__/openSealer';
import { recordAudit } from '../__testUtils__/recordAudit';
import {
  alice,
  bob,
  mallory,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';
import { databaseNow, databaseNowPlus } from '../database/databaseTime';
import { appConnectionKey } from '../grants/Grant';
import { eventually } from '../grants/__testUtils__/eventually';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });
const BASE = '/api/databricks/admin/connections';

describe.each(databases.eachSupportedId())('Connections of all on %s', id => {
  const audit = recordAudit();
  let plugin: StartedPlugin;

  beforeAll(async () => {
    plugin = await startPlugin({
      databases: { databases, id },
      features: [audit.feature],
    });
  });

  beforeEach(async () => {
    await plugin.knex('grants').delete();
    await plugin.knex('ended_connections').delete();
    await plugin.connect(alice, { fabric: 'everybody' });
    await plugin.connect(mallory, { fabric: 'everybody' });
    audit.records.length = 0;
  });

  afterAll(() => plugin.stop());

  const list = async (query = '') => {
    const answer = await plugin.as(bob).get(`${BASE}${query}`);
    expect(answer.status).toBe(200);
    return answer.body.items as (Connection & { user: string })[];
  };
  const end = (path: string) => plugin.as(bob).delete(`${BASE}${path}`);
  const rowOf = (owner: string) => plugin.knex('grants').where({ owner });

  it('are shown and found by the status that their users see', async () => {
    await plugin.connect(bob, { fabric: 'everybody' });
    const [other] = await rowOf('user:default/mallory');
    await rowOf('user:default/alice').update({
      access_token_expires_at: 1,
      refresh_token: other.refresh_token,
    });
    await plugin
      .as(alice)
      .post('/api/databricks/fabrics/everybody/test')
      .send({});
    await eventually(async () => {
      const [row] = await rowOf('user:default/alice');
      return row.unreadable_at !== null;
    });
    await rowOf('user:default/bob').update({ client_id: 'of before' });
    const statuses = (await list()).map(it => [it.user, it.status]);
    expect(Object.fromEntries(statuses)).toEqual({
      'user:default/alice': 'unreadable',
      'user:default/mallory': 'connected',
      'user:default/bob': 'reconnect_required',
    });
    for (const [user, status] of statuses) {
      expect(await list(`?status=${status}`)).toMatchObject([{ user }]);
    }
    const [shown] = await list('?status=unreadable');
    expect(shown.reason?.code).toBe('credentials_unreadable');
    const { body } = await plugin
      .as(alice)
      .get('/api/databricks/connections')
      .expect(200);
    expect(body.items).toMatchObject([
      { status: 'unreadable', reason: shown.reason },
    ]);
  });

  it('are shown with their last test', async () => {
    await plugin
      .as(alice)
      .post('/api/databricks/fabrics/everybody/test')
      .send({});
    expect((await list()).map(it => [it.user, it.lastTest?.ok])).toEqual([
      ['user:default/mallory', undefined],
      ['user:default/alice', true],
    ]);
  });

  it('end in batches, all of them, and their users are told so', async () => {
    const [like] = await rowOf('user:default/alice');
    const rows = Array.from({ length: 1_100 }, (_, i) => ({
      ...like,
      id: randomUUID(),
      owner: `user:default/u${i}`,
    }));
    await plugin.knex.batchInsert('grants', rows, 20);
    const statements: string[] = [];
    const note = ({ sql }: { sql: string }) => statements.push(sql);
    plugin.knex.on('query', note);
    const answer = await end('?appConnection=default');
    plugin.knex.removeListener('query', note);
    expect([answer.status, answer.body]).toEqual([200, { ended: 1_102 }]);
    expect(statements.length).toBeLessThan(30);
    const ended = await plugin.knex('grants').whereNotNull('ended_at');
    expect(ended).toHaveLength(1_102);
    for (const row of ended) {
      expect(row).toMatchObject({
        status: 'reconnect_required',
        reason_code: 'ended_by_admin',
        access_token: null,
        refresh_token: null,
        key_id: null,
      });
    }
    const mine = plugin.as(alice).get('/api/databricks/connections');
    expect((await mine).body.items).toMatchObject([
      {
        id: like.id,
        status: 'reconnect_required',
        endedAt: expect.stringMatching(/Z$/),
        reason: {
          code: 'ended_by_admin',
          message: expect.stringContaining('An admin of the portal has ended'),
        },
      },
    ]);
    expect((await end('?appConnection=default')).body).toEqual({ ended: 0 });

    await plugin
      .as(alice)
      .delete(`/api/databricks/connections/${like.id}`)
      .expect(200);
    expect(await rowOf('user:default/alice')).toEqual([]);
    await plugin.connect(mallory, { fabric: 'everybody' });
    expect(await list('?user=user:default/mallory')).toMatchObject([
      { status: 'connected' },
    ]);
  });

  it('tell their users what the admin wrote who ended them', async () => {
    const [{ id: connection }] = await rowOf('user:default/alice');
    const url = `/api/databricks/admin/connections/${connection}`;
    for (const reason of ['', 'x'.repeat(201), 'two\nlines']) {
      await plugin.as(bob).delete(url).send({ reason }).expect(400);
    }
    await plugin.as(bob).delete(url).send({ reason: 'You moved' }).expect(200);
    const mine = await plugin.as(alice).get('/api/databricks/connections');
    expect(mine.body.items[0].reason).toEqual({
      code: 'ended_by_admin',
      message: expect.stringContaining('You moved'),
      values: { reason: 'You moved' },
    });
    expect(audit.records.at(-1)?.meta).toMatchObject({ reason: 'You moved' });
  });

  it('that are ended by id are audited with their user', async () => {
    const [{ id: connection }] = await rowOf('user:default/alice');
    expect((await end(`/${connection}`)).body).toEqual({ ended: 1 });
    await end('?user=user:default/Mallory');
    expect(audit.records).toMatchObject([
      {
        eventId: 'connection-end',
        outcome: 'success',
        meta: { id: connection, user: 'user:default/alice', ended: 1 },
      },
      {
        eventId: 'connection-end',
        outcome: 'success',
        meta: { user: 'user:default/mallory', ended: 1 },
      },
    ]);
  });

  it.each([
    ['NUL', '%00'],
    ['NUL within', 'a%00b'],
    ['a line break', '%0d%0aSet-Cookie:%20x=y'],
    ['DEL', '%7f'],
    ['SQL', `' OR 1=1--`],
    ['4,000 characters', 'x'.repeat(4_000)],
  ])('are not found by %s as an id, a name or a cursor', async (what, bad) => {
    const asId = await end(`/${bad}`);
    expect(asId.status).toBe(404);
    const inCursor = Buffer.from(
      JSON.stringify([1, decodeURIComponent(bad)]),
    ).toString('base64url');
    for (const answer of [
      await end(`?appConnection=${bad}`),
      await plugin.as(bob).get(`${BASE}?fabric=${bad}`),
      await plugin.as(bob).get(`${BASE}?status=${bad}`),
      await plugin.as(bob).get(`${BASE}?cursor=${bad}`),
      await plugin.as(bob).get(`${BASE}?cursor=${inCursor}`),
    ]) {
      expect([answer.status, answer.body.error.code]).toEqual([
        400,
        'invalid_request',
      ]);
    }
    const asUser = [
      (await end(`?user=${bad}`)).status,
      (await plugin.as(bob).get(`${BASE}?user=${bad}`)).status,
    ];
    for (const cursor of [[1, [bad]], [[1], bad], { 0: 1 }, null, 7]) {
      const text = Buffer.from(JSON.stringify(cursor)).toString('base64url');
      const answer = await plugin.as(bob).get(`${BASE}?cursor=${text}`);
      expect([text, answer.status]).toEqual([text, 400]);
    }
    const id36 = '9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d';
    const inList = Buffer.from(`[1,["${id36}"]]`).toString('base64url');
    const answered = await plugin.as(bob).get(`${BASE}?cursor=${inList}`);
    expect(answered.status).toBe(400);
    expect(asUser).toEqual(what === 'SQL' ? [200, 200] : [400, 400]);
    const metas = JSON.stringify(audit.records.map(it => it.meta));
    expect(metas).not.toMatch(/\\u0000|\\r|\\u007f|x{300}/);
    expect(await list()).toHaveLength(2);
  });

  it('tell of a rejection of the present client and of the present secret, and of no other', async () => {
    const hash = openSealer(plugin).fingerprint(
      appConnectionKey(plugin.simulator.url, {
        clientId: '11111111-2222-3333-4444-555555555555',
        clientSecret: 'app-connection-secret',
      }),
    );
    const rejected = (clientHash: string) =>
      rowOf('user:default/alice').update({
        reason_code: 'app_connection_rejected',
        verdict: 'client_rejected',
        verdict_at: databaseNow(plugin.knex),
        rejected_client_hash: clientHash,
        retry_at: databaseNowPlus(plugin.knex, 60_000),
      });
    const settings = async () =>
      (await plugin.as(bob).get('/api/databricks/settings')).body;
    const health = async () => (await settings()).appConnections[0].health;
    await plugin
      .knex('grants')
      .update({ connected_at: databaseNowPlus(plugin.knex, -60_000) });

    await rejected('of another secret');
    expect(await health()).toBe('accepted');
    await rejected(hash);
    expect(await health()).toBe('rejected');
    await rowOf('user:default/mallory').update({
      refreshed_at: databaseNowPlus(plugin.knex, 1_000),
    });
    expect(await health()).toBe('accepted');

    const [like] = await rowOf('user:default/mallory');
    await plugin.knex('grants').insert({
      ...like,
      id: randomUUID(),
      kind: 'servicePrincipal',
      owner: 'nightly',
      app_connection: null,
      definition_hash: 'of another secret',
      status: 'rejected',
    });
    const { fabrics } = await settings();
    expect(
      fabrics.find((it: { name: string }) => it.name === 'nightly'),
    ).toMatchObject({ servicePrincipal: { status: 'unchecked' } });
  });
});
