import { TestDatabases } from '@backstage/backend-test-utils';
import {
  Simulator,
  startSimulator,
} from '@backstage-databricks/databricks-simulator';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import {
  alice,
  APP_CONNECTION,
  bob,
  StartedPlugin,
} from '../__testUtils__/startPlugin';
import { startReplica, Taking, taking } from './__testUtils__/startReplica';

jest.setTimeout(60_000);

const DAY = 24 * 60 * 60 * 1000;
const MINUTE = 60_000;
const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

describe.each(databases.eachSupportedId())('Notifications on %s', id => {
  let knex: Knex;
  let plugin: StartedPlugin;
  let other: Simulator;
  let run: (task?: string) => Promise<void>;
  let take: Taking;
  const logged: unknown[][] = [];

  beforeAll(async () => {
    knex = await databases.init(id);
    other = await startSimulator({
      clients: [
        {
          ...APP_CONNECTION,
          redirectUris: ['http://localhost:7007/api/databricks/oauthredirect'],
        },
      ],
    });
    take = taking();
    ({ plugin, run } = await startReplica({
      knex,
      take: { sent: [], send: it => take.send(it) },
      configure: config => ({
        ...config,
        workspaces: { second: { title: 'Second', url: other.url } },
        fabrics: {
          ...(config.fabrics as JsonObject),
          elsewhere: {
            type: 'sql',
            owner: '*',
            workspaceUrl: other.url,
            warehouseId: 'abc1',
          },
        },
      }),
      log: (...args) => logged.push(args),
    }));
  });

  beforeEach(async () => {
    take = taking();
    logged.length = 0;
    plugin.reconfigure({ databricks: plugin.databricks });
    await knex('grants').delete();
    await knex('told_users').delete();
    await plugin.connect(alice, { fabric: 'everybody' });
  });

  afterAll(async () => {
    await plugin.stop();
    await other.stop();
    await knex.destroy();
  });

  /** Lets time pass for everything that is kept; uses go on. */
  async function pass(ms: number) {
    for (const [table, columns] of [
      [
        'grants',
        [
          'refresh_token_received_at',
          'connected_at',
          'told_ended_at',
          'refused_at',
          'refreshed_at',
          'retry_at',
        ],
      ],
      ['told_users', ['told_at', 'retry_at']],
    ] as const) {
      for (const column of columns) {
        await knex(table)
          .whereNotNull(column)
          .decrement(column, Math.round(ms));
      }
    }
  }

  const end = (reason: string | null = null) =>
    knex('grants').update({
      status: 'reconnect_required',
      reason_code: reason,
      refresh_token: null,
      access_token: null,
      key_id: null,
    });

  /** What is sent by the next run. */
  async function titles(): Promise<string[]> {
    const before = take.sent.length;
    await run();
    return take.sent.slice(before).map(it => it.payload.title);
  }

  function changeAppConnection(changes: JsonObject) {
    const { appConnections } = plugin.databricks as {
      appConnections: { default: JsonObject };
    };
    plugin.reconfigure({
      databricks: {
        ...plugin.databricks,
        appConnections: { default: { ...appConnections.default, ...changes } },
      },
    });
  }

  const soon = expect.stringMatching(/ ends in about a day$/);
  const ended = expect.stringMatching(/ has ended$/);

  it('tell a user once that a sign-in ends in about a day, and where to reconnect', async () => {
    expect(await titles()).toEqual([]);
    await pass(5.9 * DAY);
    expect(await titles()).toEqual([]);
    await pass(0.2 * DAY);
    await run();
    const [grant] = await knex('grants').select('id');
    const { host } = new URL(plugin.simulator.url);
    expect(take.sent).toEqual([
      {
        recipients: { type: 'entity', entityRef: 'user:default/alice' },
        payload: {
          title: `Your Databricks sign-in to ${host} ends in about a day`,
          description: expect.stringContaining('Reconnect before that'),
          link: `/databricks/fabrics?connect=default%40${host.replace(
            ':',
            '%3A',
          )}`,
          severity: 'normal',
          topic: 'sign-in',
          scope: `databricks:sign-in:${grant.id}`,
        },
      },
    ]);
    for (const ms of [0, 0.5 * DAY, 0.3 * DAY, DAY]) {
      await pass(ms);
      expect(await titles()).toEqual([]);
    }
  });

  it('tell it again of the next sign-in, and nothing more once somebody has reconnected', async () => {
    await pass(6.1 * DAY);
    expect(await titles()).toEqual([soon]);
    await plugin.connect(alice, { fabric: 'everybody' });
    await pass(2 * DAY);
    expect(await titles()).toEqual([]);
    await pass(4.5 * DAY);
    expect(await titles()).toEqual([soon]);

    await pass(0.4 * DAY);
    await end();
    await plugin.connect(alice, { fabric: 'everybody' });
    await pass(2 * DAY);
    expect(await titles()).toEqual([]);
  });

  it('tell it where the session ends before the refresh token, once, however often that is renewed', async () => {
    changeAppConnection({ sessionLifetime: { days: 30 } });
    await pass(29.2 * DAY);
    for (const expected of [[soon], [], []]) {
      await knex('grants').update({ refresh_token_received_at: Date.now() });
      expect(await titles()).toEqual(expected);
      await pass(0.3 * DAY);
    }
  });

  it('do not warn where sign-ins are short, nor of those that nobody uses, nor of others’', async () => {
    changeAppConnection({ refreshTokenLifetime: { days: 3 } });
    await pass(2.5 * DAY);
    expect(await titles()).toEqual([]);

    changeAppConnection({ refreshTokenLifetime: { days: 9 } });
    await pass(6 * DAY);
    await knex('grants').update({
      used_at: Math.round(Date.now() - 7.1 * DAY),
    });
    expect(await titles()).toEqual([]);
    await plugin.connect(bob, { fabric: 'everybody' });
    await knex('grants').update({ used_at: Date.now() });
    expect(await titles()).toEqual([soon]);
    expect(take.sent[0].recipients).toEqual({
      type: 'entity',
      entityRef: 'user:default/alice',
    });
  });

  it('tell once that Databricks has ended a sign-in that is used', async () => {
    await pass(4 * DAY);
    plugin.simulator.faults.next('token', {
      kind: 'status',
      status: 400,
      body: { error: 'invalid_grant' },
    });
    await run('databricks-keep-alive');
    expect(await titles()).toEqual([ended]);
    expect(take.sent[0].payload).toMatchObject({
      severity: 'high',
      description: expect.stringContaining('until you reconnect'),
    });
    await pass(2 * DAY);
    expect(await titles()).toEqual([]);
  });

  it('do not tell of an end that somebody has made, as long as no work is refused', async () => {
    await end('ended_by_admin');
    expect(await titles()).toEqual([]);
    await knex('grants').update({ refused_at: Date.now() });
    expect(await titles()).toEqual([ended]);

    await plugin.connect(alice, { fabric: 'everybody' });
    await pass(2 * DAY);
    await end('ended_by_admin');
    expect(await titles()).toEqual([]);
    await end();
    expect(await titles()).toEqual([ended]);

    await plugin.connect(alice, { fabric: 'everybody' });
    await pass(2 * DAY);
    const [{ id: connection }] = await knex('grants').select('id');
    await plugin
      .as(alice)
      .delete(`/api/databricks/connections/${connection}`)
      .expect(200);
    expect(await titles()).toEqual([]);
  });

  it('are one for all sign-ins of a user, and one a day', async () => {
    await plugin.connect(alice, { fabric: 'elsewhere' });
    await pass(6.1 * DAY);
    const { host } = new URL(plugin.simulator.url);
    const name = `(?:Second|${host.replaceAll('.', '\\.')})`;
    expect(await titles()).toEqual([
      expect.stringMatching(
        new RegExp(`sign-ins to ${name} and 1 more end in about a day$`),
      ),
    ]);

    await pass(0.5 * DAY);
    await end();
    expect(await titles()).toEqual([]);
    await pass(0.6 * DAY);
    expect(await titles()).toEqual([
      expect.stringMatching(/ and 1 more have ended$/),
    ]);
    await pass(2 * DAY);
    expect(await titles()).toEqual([]);
  });

  it('are sent by one of two replicas', async () => {
    const second = await startReplica({
      knex,
      take,
      configure: () => plugin.databricks,
    });
    await plugin.connect(bob, { fabric: 'everybody' });
    await pass(6.1 * DAY);
    await Promise.all([run(), second.run(), run(), second.run()]);
    await second.run();
    expect(take.sent.map(it => it.recipients)).toEqual(
      expect.arrayContaining([
        { type: 'entity', entityRef: 'user:default/alice' },
        { type: 'entity', entityRef: 'user:default/bob' },
      ]),
    );
    expect(take.sent).toHaveLength(2);
    await second.plugin.stop();
  });

  it('that are not taken are sent later, once, and the log says so once', async () => {
    await pass(6.1 * DAY);
    const { send } = take;
    take.send = async () => {
      throw new Error('Failed to send notifications');
    };
    const warnings = () =>
      logged.filter(([line]) => /cannot be notified/.test(String(line)));
    await run();
    await pass(16 * MINUTE);
    await run();
    expect(warnings()).toHaveLength(1);

    take.send = send;
    expect(await titles()).toEqual([]);
    await pass(61 * MINUTE);
    expect(await titles()).toEqual([soon]);
    await pass(61 * MINUTE);
    expect(await titles()).toEqual([]);
  });

  it('are read twice at most where a replica dies before it has written down what it told', async () => {
    await pass(6.1 * DAY);
    const { send } = take;
    take.send = async it => {
      await send(it);
      // Nothing can be written from here on
      await knex.schema.renameTable('told_users', 'out_of_reach');
    };
    await run();
    await knex.schema.renameTable('out_of_reach', 'told_users');
    take.send = send;
    expect(await titles()).toEqual([]);
    await pass(16 * MINUTE);
    expect(await titles()).toEqual([soon]);
    await pass(DAY / 2);
    expect(await titles()).toEqual([]);
    expect(take.sent).toHaveLength(2);
    expect(new Set(take.sent.map(it => it.payload.scope)).size).toBe(1);
  });

  it('hold nothing secret, nor who somebody is at Databricks', async () => {
    await pass(6.1 * DAY);
    await run();
    const [row] = await knex('grants').select('*');
    const text = JSON.stringify(take.sent);
    for (const secret of [
      row.access_token,
      row.refresh_token,
      row.client_id,
      row.databricks_user_name,
      row.databricks_user_id,
    ]) {
      expect(text).not.toContain(String(secret));
    }
  });

  it('are missed by nothing where the portal has none, and the log says so once', async () => {
    const lines: unknown[][] = [];
    const without = await startReplica({
      knex,
      configure: () => plugin.databricks,
      log: (...args) => lines.push(args),
    });
    await pass(6.1 * DAY);
    await without.run();
    await pass(16 * MINUTE);
    await without.run();
    expect(
      lines.filter(([line]) => /cannot be notified/.test(String(line))),
    ).toHaveLength(1);
    expect(
      (await without.plugin.as(alice).get('/api/databricks/fabrics')).status,
    ).toBe(200);
    await without.plugin.stop();
  });
});
