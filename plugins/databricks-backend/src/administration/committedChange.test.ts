import { recordAudit } from '../__testUtils__/recordAudit';
import { bob, StartedPlugin, startPlugin } from '../__testUtils__/startPlugin';

const CLIENT_ID = '99999999-2222-3333-4444-555555555555';

describe('a change after which the database goes away', () => {
  let plugin: StartedPlugin;
  const audit = recordAudit();

  beforeAll(async () => {
    plugin = await startPlugin({ features: [audit.feature] });
  });

  afterAll(() => plugin.stop());

  /** Requests with a database that answers nothing once it has written a definition. */
  async function cutOff(
    method: 'put' | 'delete',
    path: string,
    body?: object,
    etag?: string,
  ) {
    const { knex } = plugin;
    const { client } = knex;
    let isAway = false;
    const query = client.query.bind(client);
    const spy = jest
      .spyOn(client, 'query')
      .mockImplementation((...args: unknown[]) =>
        isAway ? Promise.reject(new Error('away')) : query(...args),
      );
    const written = (_: unknown, { sql }: { sql: string }) => {
      isAway ||= /^(insert into|update|delete from) `definitions`/.test(sql);
    };
    knex.on('query-response', written);
    try {
      return await plugin
        .as(bob)
        [method](`/api/databricks${path}`)
        .set(etag ? { 'If-Match': etag } : {})
        .send(body);
    } finally {
      expect(isAway).toBe(true);
      knex.removeListener('query-response', written);
      spy.mockRestore();
    }
  }

  const fabric = (title: string) => ({
    type: 'sql',
    title,
    owner: 'group:default/analytics',
    workspaceUrl: plugin.simulator.url,
    warehouseId: 'abc123',
    appConnection: 'default',
  });

  it('is answered and audited as what it is, with an etag that counts', async () => {
    const made = await cutOff('put', '/fabrics/late', fabric('First'));
    expect([made.status, made.body.title]).toEqual([201, 'First']);
    const changed = await cutOff(
      'put',
      '/fabrics/late',
      fabric('Second'),
      made.body.etag,
    );
    expect([changed.status, changed.body.title]).toEqual([200, 'Second']);
    const removed = await cutOff(
      'delete',
      '/fabrics/late',
      undefined,
      changed.body.etag,
    );
    expect([removed.status, removed.body]).toEqual([200, { removed: true }]);
    const client = { clientId: CLIENT_ID, clientSecret: 'canary' };
    const connection = await cutOff('put', '/app-connections/late', client);
    expect([connection.status, connection.body.clientId]).toEqual([
      201,
      CLIENT_ID,
    ]);
    expect(audit.records.map(it => it.outcome)).toEqual(
      Array(4).fill('success'),
    );
  });

  it('ends what was made with the client of a removed app connection when the database is back', async () => {
    const { knex } = plugin;
    await plugin.connect(bob, { fabric: 'everybody' });
    await knex('grants').update({
      app_connection: 'late',
      client_id: CLIENT_ID,
    });
    const { body } = await plugin.as(bob).get('/api/databricks/settings');
    const { etag } = body.appConnections.find(
      (it: { name: string }) => it.name === 'late',
    );
    const removed = await cutOff(
      'delete',
      '/app-connections/late',
      undefined,
      etag,
    );
    expect(removed.status).toBe(200);
    expect((await knex('grants').first()).status).toBe('connected');
    // The next change that is seen brings what is still to be done
    await plugin
      .as(bob)
      .put('/api/databricks/fabrics/next')
      .send(fabric('Next'))
      .expect(201);
    const giveUpAt = performance.now() + 10_000;
    let grant;
    do {
      grant = await knex('grants').first();
    } while (grant.status === 'connected' && performance.now() < giveUpAt);
    expect(grant).toMatchObject({
      status: 'reconnect_required',
      access_token: null,
      refresh_token: null,
    });
  });
});
