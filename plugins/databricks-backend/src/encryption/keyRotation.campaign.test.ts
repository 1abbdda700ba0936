import { TestDatabases } from '@backstage/backend-test-utils';
import createKnex, { Knex } from 'knex';
import { ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  startGrants,
  TestGrants,
  UserHolder,
} from '../grants/__testUtils__/startGrants';
import { TokenEngine } from '../grants/TokenEngine';
import { sealedTokens } from '../grants/DatabaseGrantStore';
import { DatabaseSweepStore } from './DatabaseSweepStore';
import { Sealer } from './Sealer';
import { Sweep } from './Sweep';
import type {
  SweepProcessOptions,
  SweepProcessResult,
} from './__testUtils__/sweepProcess';

jest.setTimeout(240_000);

const ROWS = 100_000;
/** Real sign-ins with single-use refresh tokens: one that is used twice ends its connection. */
const USERS = 200;
const REFRESHES_PER_SECOND = 100;
const READS_PER_REFRESH = 0.5;
/** A machine that does not keep up is slower, not flooded. */
const MAX_IN_FLIGHT = 20;
const ROWS_PER_SECOND = 3_000;
/** A sweep that died is taken over after its lease, at the next look. */
const LEASE_MS = 30_000;
/** As long as Databricks' own. */
const TOKEN = `eyJ${'x'.repeat(1_100)}`;

const keys = { k1: randomBytes(32), k2: randomBytes(32) };
const sealerOf = (primaryKey: string, ids = Object.keys(keys)) =>
  new Sealer({
    primaryKey,
    keys: new Map(Object.entries(keys).filter(([id]) => ids.includes(id))),
  });

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe.each(databases.eachSupportedId())('A new primary key on %s', id => {
  /** To look; what is looked at has connections of its own. */
  let knex: Knex;
  let grants: TestGrants;
  const users: UserHolder[] = [];
  const others: UserHolder[] = [];
  const processes: ChildProcess[] = [];
  const connection = () => {
    const { password, ...rest } = knex.client.config.connection;
    return { ...rest, password };
  };
  const store = () => new DatabaseSweepStore({ knex, tables: [sealedTokens] });

  beforeAll(async () => {
    knex = await databases.init(id);
    grants = await startGrants({
      knex: createKnex({
        client: 'pg',
        connection: connection(),
        pool: { min: 0, max: 20 },
      }),
      sealer: sealerOf('k1'),
    });
    for (let i = 0; i < USERS; i += 1) {
      users.push(await grants.connect(`user:default/user-${i}`));
    }
    await addConnections();
  });

  afterAll(async () => {
    processes.forEach(it => it.kill('SIGKILL'));
    await grants.stop();
  });

  /** Connections that nobody signed in for, with tokens of a real size. */
  async function addConnections() {
    const { sealer, row } = grants;
    const template = await row(users[0]);
    const addOne = (_: unknown, i: number) => {
      const other = {
        ...template,
        id: randomUUID(),
        owner: `user:default/other-${i}`,
      } as Parameters<typeof sealedTokens.place>[0];
      const seal = (column: 'access_token' | 'refresh_token') =>
        sealer.seal('tokens', sealedTokens.place(other, column), TOKEN);
      others.push({ ...users[0], owner: other.owner });
      return {
        ...other,
        access_token: seal('access_token'),
        refresh_token: seal('refresh_token'),
      };
    };
    while (others.length < ROWS - USERS) {
      const length = Math.min(500, ROWS - USERS - others.length);
      const from = others.length;
      await knex('grants').insert(
        Array.from({ length }, (it, i) => addOne(it, from + i)),
      );
    }
    await knex.raw('analyze grants');
  }

  /** The sweep of a replica that has k2 as its primary key, and what it tells when it is through. */
  function startSweep() {
    const options: SweepProcessOptions = {
      connection: connection(),
      primaryKey: 'k2',
      keys: {
        k1: keys.k1.toString('base64'),
        k2: keys.k2.toString('base64'),
      },
    };
    const child = spawn(
      process.execPath,
      [
        '--require',
        require.resolve('@backstage/cli-node/config/nodeTransform.cjs'),
        require.resolve('./__testUtils__/sweepProcess.ts'),
      ],
      {
        cwd: dirname(require.resolve('../../package.json')),
        env: { ...process.env, SWEEP_PROCESS: JSON.stringify(options) },
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      },
    );
    processes.push(child);
    const result = new Promise<SweepProcessResult>((resolve, reject) => {
      // Backstage's module loader tells of every file over the same channel
      child.on('message', (message: object) => {
        if ('primaryKey' in message) {
          resolve(message as SweepProcessResult);
        }
      });
      child.once('exit', () => reject(new Error('The sweep has ended')));
    });
    result.catch(() => {});
    return { child, result };
  }

  async function sweptValues(atLeast: number) {
    let { done } = await store().progress();
    while (done < atLeast) {
      await delay(50);
      ({ done } = await store().progress());
    }
    return done;
  }

  /** Refreshes and reads at a steady pace on two replicas, until it is stopped. */
  function load(engines: TokenEngine[]) {
    const told = { refreshes: 0, reads: 0, failures: [] as unknown[] };
    const work = new Set<Promise<void>>();
    let stopped = false;
    const busy = new Set<number>();
    const run = (task: Promise<void>) => {
      const tracked = task
        .catch(error => {
          // A statement that misses its deadline on a busy machine: those who ask are told so, and nothing is lost
          if (error.code !== 'unavailable') {
            told.failures.push(error.code ?? error);
          }
        })
        .finally(() => work.delete(tracked));
      work.add(tracked);
    };
    const refresh = async (n: number) => {
      const index = n % USERS;
      if (busy.has(index)) {
        return;
      }
      busy.add(index);
      try {
        const engine = engines[n % engines.length];
        const result = await engine.renew(users[index]);
        // The claim of one that missed its deadline is not released yet
        if (result.kind === 'busy') {
          return;
        }
        if (result.kind !== 'renewed') {
          told.failures.push(result);
        }
        told.refreshes += 1;
      } finally {
        busy.delete(index);
      }
    };
    const read = async (n: number) => {
      const engine = engines[n % engines.length];
      const { accessToken } = await engine.token(
        others[(n * 7_919) % others.length],
      );
      if (accessToken !== TOKEN) {
        told.failures.push('another token');
      }
      told.reads += 1;
    };
    const startedAt = performance.now();
    const pace = async () => {
      for (let n = 0; !stopped; ) {
        const due = (performance.now() - startedAt) / 1_000;
        for (; n < due * REFRESHES_PER_SECOND; n += 1) {
          if (work.size < MAX_IN_FLIGHT) {
            run(refresh(n));
          }
          if (n % (1 / READS_PER_REFRESH) === 0) {
            run(read(n));
          }
        }
        await delay(5);
      }
    };
    const pacing = pace();
    return {
      told,
      async stop() {
        stopped = true;
        await pacing;
        await Promise.all(work);
        return (told.refreshes * 1_000) / (performance.now() - startedAt);
      },
    };
  }

  it('reaches every value while everything goes on, though the sweep is killed and two replicas disagree', async () => {
    const before = grants.replica();
    const after = grants.replica(undefined, { sealer: sealerOf('k2') });
    const swept: unknown[] = [];
    const sweepOfBefore = new Sweep({
      store: store(),
      sealer: sealerOf('k1'),
      logger: { info: () => {} },
      onSwept: it => swept.push(it),
    });
    const traffic = load([before, after]);

    const killed = startSweep();
    await sweptValues(ROWS / 2);
    killed.child.kill('SIGKILL');
    await once(killed.child, 'exit');
    const killedAt = performance.now();
    const { done: doneBefore } = await store().progress();

    const resumed = startSweep();
    const result = await resumed.result;
    const waitedMs = performance.now() - killedAt - result.durationMs;
    await sweepOfBefore.run();
    const refreshesPerSecond = await traffic.stop();
    const rowsPerSecond = (result.done * 1_000) / 2 / result.durationMs;
    process.stdout.write(
      `${rowsPerSecond.toFixed(
        0,
      )} rows a second with ${refreshesPerSecond.toFixed(
        0,
      )} refreshes a second, resumed after ${(waitedMs / 1_000).toFixed(
        0,
      )} s\n`,
    );

    expect(traffic.told.failures).toEqual([]);
    expect(traffic.told.reads).toBeGreaterThan(500);
    expect(waitedMs).toBeLessThan(LEASE_MS * 2);
    expect(result).toMatchObject({ finished: true, failed: 0 });
    // What was done before the kill is not done again
    expect(result.done).toBeLessThanOrEqual(ROWS * 2 - doneBefore);
    expect(swept).toEqual([]);
    expect(
      grants.events
        .map(it => it.outcome)
        .filter(it => it !== 'renewed' && it !== 'unavailable'),
    ).toEqual([]);

    // The last replica with the old primary is gone: what it wrote lately is left
    expect((await store().countByKey()).get('k1') ?? 0).toBeLessThan(USERS * 2);
    const last = startSweep();
    await last.result;
    expect([...(await store().countByKey()).keys()]).toEqual(['k2']);

    const alone = grants.replica(undefined, {
      sealer: sealerOf('k2', ['k2']),
    });
    for (const user of users) {
      // With a refresh token that is not the newest one Databricks would end the connection
      expect((await alone.renew(user)).kind).toBe('renewed');
    }
    for (const other of others.slice(0, 1_000)) {
      expect((await alone.token(other)).accessToken).toBe(TOKEN);
    }

    // How fast it is on a quiet machine stands in docs/performance.md
    expect(refreshesPerSecond).toBeGreaterThan(REFRESHES_PER_SECOND / 10);
    expect(rowsPerSecond).toBeGreaterThan(ROWS_PER_SECOND / 10);
  });
});
