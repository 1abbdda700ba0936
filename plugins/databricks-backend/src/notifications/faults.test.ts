import { TestDatabases } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { alice, bob, StartedPlugin } from '../__testUtils__/startPlugin';
import { DatabaseFaultStore } from './DatabaseFaultStore';
import { startReplica, Taking, taking } from './__testUtils__/startReplica';

jest.setTimeout(60_000);

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const TASK = 'databricks-notify-owners';
const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

const rejected = 'Databricks rejects the service principal of nightly';
const appConnection = 'Databricks rejects the app connection Databricks';
const check = expect.stringMatching(
  /^Databricks check failed: The scope offline_access is missing/,
);
const SECRET = 'The secret of the service principal of nightly';

describe.each(databases.eachSupportedId())('Faults on %s', id => {
  let knex: Knex;
  let plugin: StartedPlugin;
  let run: () => Promise<void>;
  let take: Taking;
  let changed: {
    owner?: string;
    admins?: string[];
    days?: number;
    secret?: string;
    broken?: boolean;
  };
  let databricks: JsonObject;
  const logged: unknown[][] = [];
  // So that the check list is green
  const rootConfig = { app: { baseUrl: 'http://localhost:7007' } };

  const start = (options: Partial<Parameters<typeof startReplica>[0]> = {}) =>
    startReplica({ knex, rootConfig, ...options });

  beforeAll(async () => {
    knex = await databases.init(id);
    const replica = await start({
      take: { sent: [], send: it => take.send(it) },
      log: (...args) => logged.push(args),
    });
    plugin = replica.plugin;
    run = () => replica.run(TASK);
  });

  beforeEach(async () => {
    take = taking();
    logged.length = 0;
    plugin.simulator.faults.clear();
    changed = {};
    change({});
    for (const table of ['grants', 'sign_ins', 'told_faults']) {
      await knex(table).delete();
    }
  });

  afterAll(async () => {
    await plugin.stop();
    await knex.destroy();
  });

  /** Lets time pass for all that is kept of faults. */
  async function pass(ms: number) {
    for (const column of ['first_seen_at', 'told_at', 'retry_at']) {
      await knex('told_faults')
        .whereNotNull(column)
        .decrement(column, Math.round(ms));
    }
  }

  /** What is sent by the next run. */
  async function titles(): Promise<string[]> {
    const before = take.sent.length;
    await run();
    return take.sent.slice(before).map(it => it.payload.title);
  }

  /** Databricks answers the next request for a token so. */
  const atToken = (status: number, body: Record<string, unknown>) =>
    plugin.simulator.faults.next('token', { kind: 'status', status, body });

  /** With a secret that no token was issued for yet: a wrong one. */
  async function rejectServicePrincipal() {
    change({ secret: randomUUID() });
    await plugin
      .as(alice)
      .post('/api/databricks/fabrics/nightly/test')
      .send({})
      .expect(200);
  }

  const healServicePrincipal = () => change({ secret: undefined });

  /** Changes app-config, and keeps what was changed before. `broken` takes from the app connection what every sign-in needs. */
  function change(changes: typeof changed) {
    changed = { ...changed, ...changes };
    const { owner, admins, days, secret, broken } = changed;
    const { appConnections, fabrics } = plugin.databricks as {
      appConnections: { default: JsonObject };
      fabrics: { nightly: JsonObject & { servicePrincipal: JsonObject } };
    };
    const { nightly } = fabrics;
    const secretExpiresAt =
      days === undefined
        ? undefined
        : new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
    const scopes = broken ? ['all-apis'] : undefined;
    databricks = {
      ...plugin.databricks,
      ...(admins && { admins }),
      appConnections: { default: { ...appConnections.default, scopes } },
      fabrics: {
        ...fabrics,
        nightly: {
          ...nightly,
          ...(owner && { owner }),
          servicePrincipal: {
            ...nightly.servicePrincipal,
            ...(secret && { clientSecret: secret }),
            secretExpiresAt,
          },
        },
      },
    };
    plugin.reconfigure({ databricks });
  }

  it('of a service principal that Databricks rejects are told to its owner, at once and once, and who may mend it is led there', async () => {
    expect(await titles()).toEqual([]);
    await rejectServicePrincipal();
    await run();
    expect(take.sent).toEqual([
      {
        recipients: { type: 'entity', entityRef: ['group:default/analytics'] },
        payload: {
          title: rejected,
          description: expect.stringContaining('enter a new secret'),
          link: '/databricks/fabrics/nightly?edit=service-principal:nightly',
          severity: 'high',
          topic: 'service-principal',
          scope: 'databricks:service-principal:nightly',
        },
      },
    ]);
    for (const ms of [0, 20 * MINUTE, DAY, 30 * DAY]) {
      await pass(ms);
      expect(await titles()).toEqual([]);
    }
  });

  it('of a service principal that Databricks refuses for good are told with who can change that', async () => {
    atToken(403, {
      error_code: 'PERMISSION_DENIED',
      message: 'The user lacks the entitlement workspace-access',
    });
    await rejectServicePrincipal();
    expect(await titles()).toEqual([rejected]);
    expect(take.sent[0].payload.description).toMatch(/admin of the workspace/);
    expect(await titles()).toEqual([]);
  });

  it('of a secret that ends are told once for each threshold that it crosses, and once where it crosses several', async () => {
    for (const [days, expected] of [
      [31, []],
      [30, [`${SECRET} ends in 30 days`]],
      [15, []],
      [9, [`${SECRET} ends in 9 days`]],
      [4, []],
      [3, [`${SECRET} ends in 3 days`]],
      [1, [`${SECRET} ends in 1 day`]],
      [0, []],
      [-1, []],
    ] as const) {
      change({ days });
      expect([days, await titles()]).toEqual([days, expected]);
      await pass(5 * MINUTE);
      expect([days, await titles()]).toEqual([days, []]);
    }
    expect(take.sent.map(it => it.payload.severity)).toEqual([
      'normal',
      'normal',
      'high',
      'high',
    ]);
    expect(new Set(take.sent.map(it => it.payload.scope)).size).toBe(1);
  });

  it('of a new secret are told anew, and moving its date to and fro rings once a day', async () => {
    change({ days: 20 });
    expect(await titles()).toHaveLength(1);
    for (let i = 0; i < 5; i += 1) {
      await pass(10 * MINUTE);
      change({ days: 300 });
      expect(await titles()).toEqual([]);
      change({ days: 20 });
      expect(await titles()).toEqual([]);
    }
    await pass(DAY);
    expect(await titles()).toHaveLength(1);
    change({ days: 300 });
    expect(await titles()).toEqual([]);
    await pass(60 * DAY);
    change({ days: 30 });
    expect(await titles()).toHaveLength(1);
  });

  it('of a secret that ends wait while Databricks rejects it, and are not forgotten', async () => {
    await rejectServicePrincipal();
    change({ days: 10 });
    expect(await titles()).toEqual([rejected]);
    await pass(2 * DAY);
    expect(await titles()).toEqual([]);
    healServicePrincipal();
    expect(await titles()).toEqual([`${SECRET} ends in 10 days`]);
    await rejectServicePrincipal();
    expect(await titles()).toEqual([rejected]);
    healServicePrincipal();
    await pass(2 * DAY);
    expect(await titles()).toEqual([]);
  });

  it('of an app connection that Databricks rejects are told to the admins, at once and once', async () => {
    atToken(401, { error: 'invalid_client' });
    await plugin.connect(bob, { fabric: 'everybody' });
    await run();
    expect(take.sent).toEqual([
      {
        recipients: { type: 'entity', entityRef: ['group:default/platform'] },
        payload: {
          title: appConnection,
          description: expect.stringContaining('Nobody can sign in with it'),
          link: '/databricks/settings/overview',
          severity: 'high',
          topic: 'administration',
          scope: 'databricks:app-connection:default',
        },
      },
    ]);
    for (const ms of [20 * MINUTE, 2 * DAY]) {
      await pass(ms);
      expect(await titles()).toEqual([]);
    }
  });

  it('of the check list are told to the admins once a line has stayed red, and not where it was red only once', async () => {
    change({ broken: true });
    expect(await titles()).toEqual([]);
    await pass(10 * MINUTE);
    change({ broken: false });
    expect(await titles()).toEqual([]);
    await pass(10 * MINUTE);
    change({ broken: true });
    expect(await titles()).toEqual([]);
    await pass(14 * MINUTE);
    expect(await titles()).toEqual([]);
    await pass(2 * MINUTE);
    expect(await titles()).toEqual([check]);
    expect(take.sent[0]).toMatchObject({
      recipients: { type: 'entity', entityRef: ['group:default/platform'] },
      payload: {
        topic: 'administration',
        scope: 'databricks:check:scopes',
        link: '/databricks/settings/overview',
      },
    });
    await pass(2 * DAY);
    expect(await titles()).toEqual([]);
  });

  it('that come and go ring once a day, and are told again when they stay', async () => {
    let rings = 0;
    for (let minutes = 0; minutes < 24 * 60; minutes += 40) {
      change({ broken: true });
      await run();
      await pass(20 * MINUTE);
      rings += (await titles()).length;
      change({ broken: false });
      rings += (await titles()).length;
      await pass(20 * MINUTE);
    }
    expect(rings).toBe(1);
    change({ broken: true });
    await run();
    await pass(DAY);
    expect(await titles()).toEqual([check]);
  });

  it('that have healed leave nothing behind, and are told anew', async () => {
    await rejectServicePrincipal();
    expect(await titles()).toEqual([rejected]);
    healServicePrincipal();
    await pass(25 * 60 * MINUTE);
    expect(await titles()).toEqual([]);
    expect(await knex('told_faults').select('*')).toEqual([]);
    await rejectServicePrincipal();
    expect(await titles()).toEqual([rejected]);
  });

  it.each([
    ['*', ['user:default/bob'], ['user:default/bob']],
    ['*', ['*'], undefined],
    ['*', [], undefined],
    ['user:default/alice', ['*'], ['user:default/alice']],
  ])(
    "of a fabric of %s's, where %j administer, are told to %j",
    async (owner, admins, entityRef) => {
      change({ owner, admins, broken: true });
      await rejectServicePrincipal();
      await run();
      expect(take.sent.map(it => it.recipients)).toEqual(
        entityRef ? [{ type: 'entity', entityRef }] : [],
      );
      await pass(DAY);
      const hasAdmins = admins.some(it => it !== '*');
      expect(await titles()).toEqual(hasAdmins ? [check] : []);
    },
  );

  it('that nobody could be told of are told once somebody can', async () => {
    change({ admins: ['*'], broken: true });
    expect(await titles()).toEqual([]);
    await pass(DAY);
    expect(await titles()).toEqual([]);
    change({ admins: ['user:default/bob'] });
    expect(await titles()).toEqual([check]);
  });

  it('that one replica has found since are not taken for healed by one that looked before', async () => {
    const store = new DatabaseFaultStore({ knex });
    const before = await store.now();
    await rejectServicePrincipal();
    await run();
    await store.note([], before);
    await pass(2 * DAY);
    expect(await titles()).toEqual([]);
    expect(take.sent).toHaveLength(1);
  });

  it('are sent by one of two replicas', async () => {
    await rejectServicePrincipal();
    const second = await start({ take, configure: () => databricks });
    const runs = [run, () => second.run(TASK)];
    await Promise.all([...runs, ...runs].map(it => it()));
    await second.run(TASK);
    expect(take.sent.map(it => it.payload.title)).toEqual([rejected]);
    await second.plugin.stop();
  });

  it('that are not taken are told later, once, and the log says so once', async () => {
    await rejectServicePrincipal();
    const { send } = take;
    take.send = async () => {
      throw new Error('Failed to send notifications');
    };
    await run();
    await pass(16 * MINUTE);
    await run();
    expect(
      logged.filter(([line]) => /cannot be notified/.test(String(line))),
    ).toHaveLength(1);

    take.send = send;
    expect(await titles()).toEqual([]);
    await pass(59 * MINUTE);
    expect(await titles()).toEqual([]);
    await pass(2 * MINUTE);
    expect(await titles()).toEqual([rejected]);
    await pass(61 * MINUTE);
    expect(await titles()).toEqual([]);
  });

  it('are read twice at most where a replica dies before it has written down what it told', async () => {
    await rejectServicePrincipal();
    const { send } = take;
    take.send = async it => {
      await send(it);
      // Nothing can be written from here on
      await knex.schema.renameTable('told_faults', 'out_of_reach');
    };
    await run();
    await knex.schema.renameTable('out_of_reach', 'told_faults');
    take.send = send;
    expect(await titles()).toEqual([]);
    await pass(16 * MINUTE);
    expect(await titles()).toEqual([rejected]);
    await pass(2 * DAY);
    expect(await titles()).toEqual([]);
    expect(take.sent).toHaveLength(2);
  });

  it('are missed by nothing where the portal has no notifications, and the log says so once', async () => {
    const lines: unknown[][] = [];
    await rejectServicePrincipal();
    const without = await start({
      configure: () => databricks,
      log: (...args) => lines.push(args),
    });
    await without.run(TASK);
    await pass(16 * MINUTE);
    await without.run(TASK);
    expect(
      lines.filter(([line]) => /cannot be notified/.test(String(line))),
    ).toHaveLength(1);
    await without.plugin.as(bob).get('/api/databricks/settings').expect(200);
    await without.plugin.stop();
  });
});
