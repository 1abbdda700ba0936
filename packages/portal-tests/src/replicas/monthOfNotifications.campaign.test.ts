import { randomBytes } from 'node:crypto';
import {
  startSimulator,
  type Simulator,
} from '@backstage-databricks/databricks-simulator';
import { Client } from 'pg';
import { dumpDatabase } from '../databases/dumpDatabase';
import { LeakOracle } from '../leaks/LeakOracle';
import {
  startBackendProcess,
  type BackendProcess,
} from '../processes/startBackendProcess';
import { waitUntil } from '../waitUntil';
import { startTestPortal, type TestPortal } from './startTestPortal';

jest.setTimeout(400_000);

const NOTIFY = 'databricks-notify-users';
const KEEP_ALIVE = 'databricks-keep-alive';
const NOTIFY_OWNERS = 'databricks-notify-owners';
const STEP_DAYS = 0.25;
const DAY_MS = 24 * 60 * 60_000;

/** Long after everything else here has been told. */
const SECRET_DAYS = 80;

/**
 * What the plugin's SQL gets when it asks for the time: a schema before pg_catalog stands in for it. The scheduler of
 * Backstage has the real time for what is due, and puts off what has run by this one. So a task runs when it is asked for.
 */
const MOVABLE_CLOCK = `
  create table moved_clock (ahead interval not null);
  insert into moved_clock values ('0');
  create function clock_timestamp() returns timestamptz language sql volatile
    as 'select pg_catalog.clock_timestamp() + (select ahead from public.moved_clock)';
  create function now() returns timestamptz language sql volatile
    as 'select pg_catalog.now() + (select ahead from public.moved_clock)';
  do $$ begin
    execute format('alter database %I set search_path = public, pg_catalog', current_database());
  end $$;
`;

/** Keeps every notification that somebody reads anew: the same scope is the same row, unread again. */
const KEEP_RINGS = `
  create table rings (
    id serial, recipient text, title text, description text, link text, severity text, topic text, scope text
  );
  create function keep_ring() returns trigger language plpgsql as $$
  begin
    insert into rings (recipient, title, description, link, severity, topic, scope)
    values (new.user, new.title, new.description, new.link, new.severity, new.topic, new.scope);
    return new;
  end $$;
  create trigger came after insert on notification for each row execute function keep_ring();
  create trigger came_again after update on notification for each row
    when (new.updated is distinct from old.updated) execute function keep_ring();
`;

type Ring = {
  id: number;
  recipient: string;
  title: string;
  description: string;
  link: string;
  severity: string;
  topic: string;
  scope: string;
};

describe('A month of notifications', () => {
  const oracle = new LeakOracle();
  let portal: TestPortal;
  let second: Simulator;
  let notifications: Client;
  let now = 0;
  let turn = 0;
  let heard = 0;
  let spentExcuses = 0;
  const lastSaid = new Map<string, string>();
  const gone: BackendProcess[] = [];

  const clients = ['default', 'brief', 'long'].map(name => ({
    name,
    clientId: `the-app-connection-${name}`,
    clientSecret: randomBytes(16).toString('hex'),
  }));
  const nightlySecret = randomBytes(16).toString('hex');
  const lifetimes: Record<string, object> = {
    default: {
      refreshTokenLifetime: { days: 7 },
      sessionLifetime: { days: 7 },
      default: true,
    },
    brief: { refreshTokenLifetime: { days: 2 } },
    long: {
      refreshTokenLifetime: { days: 10 },
      sessionLifetime: { days: 10 },
    },
  };

  /** A start that misses a deadline on a busy machine ends the process, and whoever runs it starts it again. */
  const start = (options = portal.options): Promise<BackendProcess> =>
    startBackendProcess(options).catch(() => startBackendProcess(options));

  beforeAll(async () => {
    second = await startSimulator({ refreshTokens: 'singleUse' });
    const fabric = (workspaceUrl: string, appConnection = 'default') => ({
      type: 'sql',
      owner: '*',
      workspaceUrl,
      warehouseId: 'abc123',
      appConnection,
    });
    portal = await startTestPortal({
      name: 'month',
      replicas: 1,
      preload: require.resolve('./promptTasks.cjs'),
      leaveOut: ['events', 'signals', 'user-settings'],
      simulator: { account: second.account },
      prepare: database => database.query(MOVABLE_CLOCK),
      databricks: url => ({
        appConnections: Object.fromEntries(
          clients.map(({ name, ...client }) => [
            name,
            { ...client, ...lifetimes[name] },
          ]),
        ),
        workspaces: {
          first: { title: 'First', url },
          second: { title: 'Second', url: second.url },
        },
        fabrics: {
          first: fabric(url),
          second: fabric(second.url),
          brief: fabric(url, 'brief'),
          long: fabric(url, 'long'),
          nightly: {
            ...fabric(url),
            owner: 'group:default/analytics',
            servicePrincipal: {
              clientId: 'sp-nightly',
              clientSecret: nightlySecret,
              secretExpiresAt: new Date(Date.now() + SECRET_DAYS * DAY_MS)
                .toISOString()
                .slice(0, 10),
            },
          },
        },
      }),
    });
    const { encryption } = portal.options.databricks as {
      encryption: { keys: { k1: { secret: string } } };
    };
    oracle.register('client secret of nightly', nightlySecret);
    oracle.register('encryption key', encryption.keys.k1.secret);
    for (const { name, ...client } of clients) {
      portal.register(client);
      oracle.register(`client secret of ${name}`, client.clientSecret);
    }
    while (portal.replicas.length < 3) {
      portal.replicas.push(await start());
    }
    const { connectionString, prefix } = onServer();
    const url = new URL(`/${prefix}notifications`, connectionString);
    notifications = new Client({ connectionString: url.href });
    await notifications.connect();
    await notifications.query(KEEP_RINGS);
  });

  afterAll(async () => {
    await notifications?.end();
    await portal?.stop();
    await second?.stop();
  });

  const isNoon = () => now % 1 === 0.5;

  function onServer() {
    const { database } = portal.options;
    if (database.client !== 'pg') {
      throw new Error('The replicas share a PostgreSQL');
    }
    return database;
  }

  function nextReplica() {
    turn += 1;
    return portal.replicas[turn % portal.replicas.length];
  }

  async function moveClockTo(days: number) {
    // Hundredths, so that noon is noon
    now = Math.round(days * 100) / 100;
    await portal.database.query(
      `update moved_clock set ahead = $1 * interval '1 day'`,
      [now],
    );
  }

  /** Asks for a run, as the scheduler's own route does, and waits until it has ended on whichever replica. */
  async function run(task = NOTIFY) {
    let endedBefore: string | null = null;
    await waitUntil('The task can be run', 60_000, async () => {
      const { rows } = await portal.database.query(
        `update backstage_backend_tasks__tasks set next_run_start_at = current_timestamp
         where id = $1 and current_run_ticket is null returning last_run_ended_at::text as ended`,
        [task],
      );
      endedBefore = rows[0]?.ended ?? null;
      return rows.length > 0;
    });
    await waitUntil('The task has run', 60_000, async () => {
      const { rows } = await portal.database.query(
        `select 1 from backstage_backend_tasks__tasks
         where id = $1 and current_run_ticket is null and last_run_ended_at::text is distinct from $2`,
        [task, endedBefore],
      );
      return rows.length > 0;
    });
  }

  /** What the scheduler does for a run whose replica has died, and asks for another one. */
  async function freeTask() {
    await portal.database.query(
      `update backstage_backend_tasks__tasks set current_run_ticket = null, current_run_started_at = null,
       current_run_expires_at = null, next_run_start_at = current_timestamp where id = $1`,
      [NOTIFY],
    );
  }

  /** What all replicas wrote, those that are gone included. */
  const logs = () =>
    [...gone, ...portal.replicas].map(replica => replica.logs());

  /** How often replicas have said that they could not send, or not write down what they sent. */
  const failures = () =>
    logs()
      .join()
      .match(
        /Users cannot be notified|The task databricks-notify-users failed/g,
      )?.length ?? 0;

  const excuses = () => failures() - spentExcuses;

  /**
   * What came since this was asked the last time. On a machine that is too busy a deadline may pass though all went
   * well: the replica says so, and one ring of the same words that comes after it is none too many.
   */
  async function rings(): Promise<Ring[]> {
    const { rows } = await notifications.query<Ring>(
      'select * from rings where id > $1 order by id',
      [heard],
    );
    heard = rows.at(-1)?.id ?? heard;
    return rows.filter(({ recipient, scope, title }) => {
      const said = `${scope} ${title}`;
      const isExcused = lastSaid.get(recipient) === said && excuses() > 0;
      spentExcuses += isExcused ? 1 : 0;
      lastSaid.set(recipient, said);
      return !isExcused;
    });
  }

  /** Lets the days pass, with what happens at each step, and says what came. */
  async function pass(days: number, meanwhile?: () => Promise<void>) {
    const until = now + days;
    for (let left = days; left > 0.001; left = until - now) {
      await moveClockTo(now + Math.min(STEP_DAYS, left));
      await meanwhile?.();
      if (isNoon()) {
        await run(KEEP_ALIVE);
      }
      await run();
    }
    return rings();
  }

  function rememberTokens() {
    oracle.registerTokens(portal.simulator.tokens);
    oracle.registerTokens(second.tokens);
  }

  async function connect(as: string, ...fabrics: string[]) {
    for (const fabric of fabrics) {
      await portal.connect(nextReplica(), { as, fabric });
      rememberTokens();
    }
    // What is said of the new sign-ins repeats nothing, though it has the same words
    lastSaid.delete(`user:default/${as}`);
  }

  async function taskOn(replica: BackendProcess, task: string) {
    const { body } = await replica.client.request(
      '/api/databricks/.backstage/scheduler/v1/tasks',
      { as: 'alice' },
    );
    const { tasks } = JSON.parse(body) as {
      tasks: {
        taskId: string;
        taskState: { status: string; lastRunEndedAt?: string };
        workerState: { status: string };
      }[];
    };
    return tasks.find(it => it.taskId === task)!;
  }

  /** Has a replica write down whom plugins have worked as. By itself it does so every minute, on a day much later. */
  async function noteUses(replica: BackendProcess) {
    const task = 'databricks-note-uses';
    let endedBefore: string | undefined;
    await waitUntil('Uses can be written down', 60_000, async () => {
      const { taskState } = await taskOn(replica, task);
      endedBefore = taskState.lastRunEndedAt;
      const { status } = await replica.client.request(
        `/api/databricks/.backstage/scheduler/v1/tasks/${task}/trigger`,
        { method: 'POST', as: 'alice' },
      );
      return status === 200 && taskState.status === 'idle';
    });
    await waitUntil('Uses are written down', 60_000, async () => {
      const { taskState } = await taskOn(replica, task);
      return taskState.lastRunEndedAt !== endedBefore;
    });
  }

  /** A plugin works as somebody. */
  async function work(as: string, fabric: string) {
    const replica = nextReplica();
    const answer = await portal.askOn(replica, { as, fabric });
    expect([answer.status, answer.body]).toEqual([200, expect.anything()]);
    rememberTokens();
    await noteUses(replica);
    // A replica notes a use once in half a day of a clock that no test moves
    const { rowCount } = await portal.database.query(
      `update grants set used_at = (extract(epoch from public.clock_timestamp()) * 1000)::bigint
       where owner = $1 and app_connection = $2 and issuer = $3`,
      [
        `user:default/${as}`,
        fabric === 'brief' ? 'brief' : 'default',
        fabric === 'second' ? second.url : portal.simulator.url,
      ],
    );
    expect(rowCount).toBe(1);
  }

  async function noonOfAlice() {
    if (isNoon()) {
      await work('alice', 'first');
      await work('alice', 'second');
    }
  }

  /** Databricks renews nothing that it has issued so far. */
  async function endSignIns() {
    for (const simulator of [portal.simulator, second]) {
      simulator.revokeRefreshTokens();
      simulator.expireAccessTokens();
    }
    await portal.expire();
  }

  /** A plugin asks in vain, and the replica that refuses it has written that down. */
  async function workInVain(as: string, fabric: string) {
    const replica = nextReplica();
    const { status, body } = await portal.askOn(replica, { as, fabric });
    expect([status, body]).toEqual([
      expect.any(Number),
      expect.stringContaining('reconnect_required'),
    ]);
    await waitUntil('The refusal is written down', 60_000, async () => {
      await noteUses(replica);
      const { rows } = await portal.database.query(
        `select 1 from grants where owner = $1 and app_connection = $2 and refused_at is not null`,
        [`user:default/${as}`, fabric === 'brief' ? 'brief' : 'default'],
      );
      return rows.length > 0;
    });
  }

  async function replace(index: number) {
    gone.push(portal.replicas[index]);
    portal.replicas[index] = await start();
  }

  /** While a lock is held, as something slow would hold it. */
  async function whileLocked(
    database: Client,
    lock: string,
    during: () => Promise<void>,
  ) {
    const { host, port, user, password, database: name } = database;
    const holder = new Client({ host, port, user, password, database: name });
    await holder.connect();
    try {
      await holder.query('begin');
      await holder.query(lock);
      await during();
    } finally {
      await holder.end();
    }
  }

  async function setSignInNotices(as: string, enabled: boolean) {
    const { status } = await nextReplica().client.request(
      '/api/notifications/settings',
      {
        method: 'POST',
        as,
        json: {
          channels: [
            {
              id: 'Web',
              origins: [
                {
                  id: 'plugin:databricks',
                  enabled: true,
                  topics: [{ id: 'sign-in', enabled }],
                },
              ],
            },
          ],
        },
      },
    );
    expect(status).toBe(200);
  }

  const isRunning = async (replica: BackendProcess) =>
    (await taskOn(replica, NOTIFY)).workerState.status === 'running';

  /** How many statements on this database wait for a lock of ours. */
  async function waiting(database: Client, about: string): Promise<number> {
    const { rows } = await database.query(
      `select count(*)::int as count from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock' and query ilike $1`,
      [`%${about}%`],
    );
    return rows[0].count;
  }

  /** Kills the replica whose notification waits for this lock. */
  async function killSender(mode: string): Promise<number> {
    let sender = -1;
    await whileLocked(
      notifications,
      `lock table notification in ${mode} mode`,
      async () => {
        await freeTask();
        await waitUntil('A notification waits', 60_000, async () => {
          const [waits, ...running] = await Promise.all([
            waiting(notifications, '"notification"'),
            ...portal.replicas.map(isRunning),
          ]);
          sender = running.indexOf(true);
          return waits > 0 && sender >= 0;
        });
        await portal.replicas[sender].kill();
      },
    );
    await freeTask();
    return sender;
  }

  const notice = (user: string, title: unknown, severity: string) =>
    expect.objectContaining({
      recipient: `user:default/${user}`,
      title,
      severity,
    });
  const warning = notice(
    'alice',
    expect.stringMatching(
      /^Your Databricks sign-ins to (?:First|Second) and 1 more end in about a day$/,
    ),
    'normal',
  );
  const ended = (user: string) =>
    notice(user, 'Your Databricks sign-in to First has ended', 'high');

  it('warns once of two sign-ins that end on one day, not of a short one, nor of one that nobody uses', async () => {
    await connect('alice', 'first', 'second');
    await connect('bob', 'brief', 'long');
    const ofBoth = async () => {
      await noonOfAlice();
      // Keep-alive at the next noon is too early for it, so that it has a day left
      if (now === 0.75) {
        await work('bob', 'brief');
      }
    };
    expect(await pass(1.75, ofBoth)).toEqual([]);
    expect(await pass(4, noonOfAlice)).toEqual([]);
    expect(await pass(0.75, noonOfAlice)).toEqual([warning]);
    expect(await pass(0.25)).toEqual([]);

    await connect('alice', 'first', 'second');
    // Bob's long one has a day left, and ends
    expect(await pass(3.75, noonOfAlice)).toEqual([]);
  });

  it('tells once that a sign-in has ended and work was refused, though three replicas would tell it at one moment', async () => {
    expect(await pass(1.75, noonOfAlice)).toEqual([]);
    expect(await pass(1, noonOfAlice)).toEqual([warning]);
    // It ends, and nobody misses it
    expect(await pass(1)).toEqual([]);
    await endSignIns();
    expect(await pass(0.25)).toEqual([]);

    await whileLocked(
      portal.database,
      `select from told_users where user_entity_ref = 'user:default/alice' for update`,
      async () => {
        await workInVain('alice', 'first');
        await waitUntil('Three replicas claim her', 60_000, async () => {
          const claims = await waiting(portal.database, 'update "told_users"');
          if (claims < 3) {
            await freeTask();
          }
          return claims >= 3;
        });
        // A claim that has waited for too long excuses nothing
        spentExcuses = failures();
      },
    );
    // Hours that jump between a claim and what is written down after it would let the next one tell her too
    await waitUntil('Nobody tells anything any more', 60_000, async () => {
      const running = await Promise.all(portal.replicas.map(isRunning));
      return !running.includes(true);
    });
    expect(await pass(0.5)).toEqual([ended('alice')]);

    const inVain = async () => {
      if (isNoon()) {
        await workInVain('alice', 'first');
      }
    };
    expect(await pass(1.5, inVain)).toEqual([]);
  });

  it('tells nothing again after all replicas were restarted, one after the other', async () => {
    for (const index of portal.replicas.keys()) {
      expect(await portal.replicas[index].stop()).toBe(0);
      const [came] = await Promise.all([pass(0.25), replace(index)]);
      expect(came).toEqual([]);
    }
    await workInVain('alice', 'first');
    expect(await pass(0.5)).toEqual([]);
  });

  it('tells two people on one run, each of their own sign-ins', async () => {
    await connect('alice', 'first', 'second');
    await connect('bob', 'brief');
    await endSignIns();
    await workInVain('alice', 'first');
    await workInVain('bob', 'brief');
    const came = await pass(0.25);
    expect(came).toHaveLength(2);
    expect(came).toEqual(
      expect.arrayContaining([ended('alice'), ended('bob')]),
    );
    expect(await pass(0.75)).toEqual([]);
  });

  it('loses nothing and rings once more at most where the replica that sends is killed, again and again', async () => {
    await connect('alice', 'first', 'second');
    expect(await pass(5.75, noonOfAlice)).toEqual([]);
    await moveClockTo(now + 0.5);
    // It waits for what it reads first, so that nothing of it is kept
    const first = await killSender('access exclusive');
    await Promise.all([run(), replace(first)]);
    expect(await rings()).toEqual([]);
    await moveClockTo(now + 0.02);
    // It waits for what it writes, and that is kept without it
    const next = await killSender('exclusive');
    await Promise.all([run(), replace(next)]);
    const came = await pass(0.23, noonOfAlice);
    expect(came.length).toBeGreaterThanOrEqual(1);
    expect(came.length).toBeLessThanOrEqual(2);
    expect(came).toEqual(came.map(() => warning));
    expect(new Set(came.map(it => it.scope)).size).toBe(1);
    expect(await pass(0.5)).toEqual([]);
  });

  it('is told later where the portal does not take it, and mutes what people have muted', async () => {
    await connect('bob', 'brief');
    await work('bob', 'brief');
    await endSignIns();
    await connect('alice', 'first', 'second');
    const before = failures();
    await notifications.query('alter table notification rename to gone');
    await workInVain('bob', 'brief');
    expect(await pass(0.5)).toEqual([]);
    expect(failures()).toBeGreaterThan(before);
    await notifications.query('alter table gone rename to notification');
    expect(await pass(0.75, noonOfAlice)).toEqual([ended('bob')]);

    await setSignInNotices('alice', false);
    expect(await pass(6, noonOfAlice)).toEqual([]);
    await setSignInNotices('alice', true);
    const { rows } = await portal.database.query(
      `select attempts, to_timestamp(told_at / 1000) > now() - interval '2 days' as is_told_lately
       from told_users where user_entity_ref = 'user:default/alice'`,
    );
    expect(rows).toEqual([{ attempts: 0, is_told_lately: true }]);
    expect(await pass(0.25)).toEqual([]);
  });

  it('has told everybody of their own sign-ins alone, and nothing secret', async () => {
    const { rows: all } = await notifications.query<Ring>(
      'select * from rings',
    );
    const { rows: grants } = await portal.database.query(
      'select id, owner, issuer, app_connection from grants',
    );
    for (const { recipient, link, scope, topic } of all) {
      const grant = grants.find(it => scope === `databricks:sign-in:${it.id}`);
      const issuer = `${grant?.app_connection}@${new URL(grant?.issuer).host}`;
      expect({ recipient, link, topic }).toEqual({
        recipient: grant?.owner,
        link: `/databricks/fabrics?connect=${encodeURIComponent(issuer)}`,
        topic: 'sign-in',
      });
    }
    const titles: Record<string, string[]> = {};
    for (const as of ['alice', 'bob']) {
      const { body } = await nextReplica().client.request(
        '/api/notifications/notifications',
        { as },
      );
      const { notifications: read } = JSON.parse(body);
      titles[as] = read.map(
        (it: { payload: { title: string } }) => it.payload.title,
      );
    }
    expect(titles.bob).toEqual(['Your Databricks sign-in to First has ended']);
    expect(titles.alice.length).toBeGreaterThan(0);

    const databaseDump = await dumpDatabase(onServer());
    const kept = databaseDump
      .split('\n')
      .filter(it => it.startsWith(`${onServer().prefix}notifications `))
      .join('\n');
    expect(kept).toContain('rings.title: Your Databricks sign-in');
    // Nobody's name at Databricks either
    expect(kept).not.toContain('@example.com');
    expect(oracle.names.length).toBeGreaterThan(20);
    expect(
      oracle.search({
        databaseDump,
        logs: Object.fromEntries(logs().entries()),
      }),
    ).toEqual([]);
  });

  it('tells the people of a team once at each threshold that the secret of their fabric ends, and nobody else', async () => {
    const before = now;
    await run(NOTIFY_OWNERS);
    expect(await rings()).toEqual([]);
    for (const days of [30, 14, 3, 1]) {
      await moveClockTo(SECRET_DAYS - days + 0.01);
      await run(NOTIFY_OWNERS);
      await run(NOTIFY_OWNERS);
      expect(await rings()).toEqual([
        expect.objectContaining({
          recipient: 'user:default/alice',
          title: expect.stringMatching(
            /^The secret of the service principal of nightly ends (?:today|in \d+ days?)$/,
          ),
          link: '/databricks/fabrics/nightly?edit=service-principal:nightly',
          severity: days > 3 ? 'normal' : 'high',
          topic: 'service-principal',
          scope: 'databricks:service-principal:nightly',
        }),
      ]);
    }
    const { body } = await nextReplica().client.request(
      '/api/notifications/notifications?topic=service-principal',
      { as: 'alice' },
    );
    // Each took the place of the one before
    expect(JSON.parse(body)).toMatchObject({ totalCount: 1 });
    await moveClockTo(before);
  });

  it('is missed by nothing where the portal has no notifications', async () => {
    await Promise.all(portal.replicas.map(it => it.stop()));
    const without = await start({
      ...portal.options,
      leaveOut: [...portal.options.leaveOut!, 'notifications'],
    });
    gone.push(...portal.replicas.splice(0, 3, without));
    await endSignIns();
    await workInVain('alice', 'first');
    expect(await pass(1)).toEqual([]);
    expect(without.logs().match(/Users cannot be notified/g)).toHaveLength(1);
    await connect('alice', 'first');
    await work('alice', 'first');
  });
});
