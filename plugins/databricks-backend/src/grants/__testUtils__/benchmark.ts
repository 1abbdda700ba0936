import createKnex, { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { DatabaseConnectionUpkeepStore } from '../../connections/DatabaseConnectionUpkeepStore';
import { KEEP_ALIVE_CONCURRENCY, KeepAlive } from '../../connections/KeepAlive';
import { databaseNowPlus } from '../../database/databaseTime';
import { WorkspaceClient } from '../../databricks/createWorkspaceClient';
import { sealedTokens } from '../DatabaseGrantStore';
import { holderKey } from '../Grant';
import { IssuedToken } from '../IssuedToken';
import { TokenMemory } from '../TokenMemory';
import { createTokenEngine } from '../createTokenEngine';
import { startGrants, TestGrants, UserHolder } from './startGrants';

/*
 * The token engine against the floor of its surroundings. Started by scripts/bench/tokens.mjs with an empty
 * PostgreSQL in the environment; prints one row of JSON a line.
 */

const DAY_MS = 24 * 60 * 60 * 1000;
/** As long as Databricks' own. */
const TOKEN = `eyJ${'x'.repeat(1_100)}`;

type Row = {
  benchmark: string;
  measured: string;
  compared: string;
  ratio: number;
  limit: number;
};

function tell(row: Row): void {
  process.stdout.write(`${JSON.stringify(row)}\n`);
}

function connectTo(url: string, max = 10): Knex {
  return createKnex({ client: 'pg', connection: url, pool: { min: 0, max } });
}

function quantile(values: number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];
}

/** Milliseconds of each of `count` pieces of work, `concurrency` at a time, and of all together. */
async function timed(
  count: number,
  concurrency: number,
  work: (i: number) => Promise<unknown>,
): Promise<{ each: number[]; totalMs: number }> {
  const each: number[] = [];
  const indices = Array.from({ length: count }, (_, i) => i).values();
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (const i of indices) {
        const began = performance.now();
        await work(i);
        each.push(performance.now() - began);
      }
    }),
  );
  return { each, totalMs: performance.now() - startedAt };
}

/** Connections that nobody signed in for, with tokens of a real size. */
async function addConnections(
  grants: TestGrants,
  like: UserHolder,
  names: string[],
): Promise<UserHolder[]> {
  const template = await grants.row(like);
  for (let from = 0; from < names.length; from += 500) {
    await grants.knex('grants').insert(
      names.slice(from, from + 500).map(owner => {
        const id = randomUUID();
        const seal = (column: 'access_token' | 'refresh_token') =>
          grants.sealer.seal(
            'tokens',
            sealedTokens.place({ id, owner }, column),
            TOKEN,
          );
        return {
          ...template,
          id,
          owner,
          access_token: seal('access_token'),
          refresh_token: seal('refresh_token'),
        };
      }),
    );
  }
  return names.map(owner => ({ ...like, owner }));
}

/** An endpoint that costs this process nothing but time. */
function answerAfter(ms: number) {
  let [calls, open, most] = [0, 0, 0];
  const client: Pick<WorkspaceClient, 'refreshAccessToken'> = {
    async refreshAccessToken() {
      calls += 1;
      open += 1;
      most = Math.max(most, open);
      await delay(ms);
      open -= 1;
      return {
        accessToken: TOKEN + calls,
        refreshToken: TOKEN + calls,
        expiresInSeconds: 3_600,
        scopes: ['all-apis'],
      };
    },
  };
  return {
    client: client as WorkspaceClient,
    calls: () => calls,
    most: () => most,
  };
}

async function fromMemory(grants: TestGrants, holder: UserHolder) {
  const engine = grants.replica();
  const count = 300_000;
  const map = new Map([
    [holderKey(holder), { token: TOKEN, expiresAt: performance.now() + 1e9 }],
  ]);
  const key = holderKey(holder);
  let found = 0;
  const engineMs: number[] = [];
  const mapMs: number[] = [];
  for (let round = 0; round < 5; round++) {
    let startedAt = performance.now();
    for (let i = 0; i < count; i++) {
      await engine.token(holder);
    }
    engineMs.push(performance.now() - startedAt);
    startedAt = performance.now();
    for (let i = 0; i < count; i++) {
      const entry = map.get(key);
      if (entry && entry.expiresAt > performance.now()) {
        found += 1;
      }
    }
    mapMs.push(performance.now() - startedAt);
  }
  const rate = (ms: number) => `${Math.round(count / ms)} k/s`;
  const ratios = engineMs.map((ms, round) => ms / mapMs[round]);
  const engineBest = quantile(engineMs, 0.5);
  const mapBest = quantile(mapMs, 0.5);
  tell({
    benchmark: 'token from memory',
    measured: rate(engineBest),
    compared: `${rate(mapBest)} a Map hit with an expiry check (${found})`,
    ratio: quantile(ratios, 0.5),
    limit: 10,
  });
  tell({
    benchmark: 'token from memory, a second',
    measured: rate(engineBest),
    compared: '500 k/s',
    ratio: 500 / (count / engineBest),
    limit: 1,
  });
}

async function bytesPerEntry() {
  const entries = 10_000;
  const { gc } = globalThis;
  gc?.();
  const before = process.memoryUsage().heapUsed;
  const memory = new TokenMemory();
  for (let i = 0; i < entries; i++) {
    memory.keep(
      `user\nuser:default/u${i}\nhttps://adb-1.7.azuredatabricks.net\ndefault\n${i}`,
      {
        grantId: `${i}`,
        owner: `user:default/u${i}`,
        token: new IssuedToken({
          accessToken: Buffer.from(TOKEN + i).toString(),
          expiresAtMs: 0,
          scopes: ['all-apis'],
          name: `${i}`,
          source: 'database',
          fingerprints: () => [`${i}`],
        }),
        time: { lifeMs: 3_600_000, remainingMs: 3_600_000 },
        readAt: performance.now(),
      },
      0,
    );
  }
  gc?.();
  const bytes = (process.memoryUsage().heapUsed - before) / entries;
  memory.find('none', {});
  tell({
    benchmark: 'memory of a cached token',
    measured: `${Math.round(bytes)} bytes, at most 10,000 of them`,
    compared: `${TOKEN.length} bytes of token`,
    ratio: bytes / TOKEN.length,
    limit: 3,
  });
}

async function cold(grants: TestGrants, holders: UserHolder[]) {
  const { knex } = grants;
  const engine = createTokenEngine(grants);
  const warmUp = createTokenEngine(grants);
  const statements: string[] = [];
  const count = ({ sql }: { sql: string }) => statements.push(sql);
  const read = (i: number) => {
    const { owner, workspaceUrl, appConnection } = holders[i % holders.length];
    return knex('grants')
      .where({
        kind: 'user',
        owner,
        issuer: workspaceUrl,
        app_connection: appConnection.name,
      })
      .first();
  };
  await timed(500, 16, read);
  await timed(500, 16, i => warmUp.token(holders[i]));
  const readMs: number[] = [];
  const tokenMs: number[] = [];
  for (let round = 0; round < 5; round++) {
    const rowOf = (i: number) => round * 2_000 + i;
    readMs.push((await timed(2_000, 16, i => read(rowOf(i)))).totalMs);
    knex.on('query', count);
    const { totalMs } = await timed(2_000, 16, i =>
      engine.token(holders[rowOf(i)]),
    );
    tokenMs.push(totalMs);
    knex.off('query', count);
  }
  const writes = statements.filter(sql => !sql.startsWith('select')).length;
  const rate = (ms: number) => `${(2_000 / ms).toFixed(1)} k/s`;
  const [raw, engineMs] = [quantile(readMs, 0.5), quantile(tokenMs, 0.5)];
  const ratios = tokenMs.map((ms, round) => ms / readMs[round]);
  tell({
    benchmark: 'token, memory cold',
    measured: `${rate(engineMs)}, ${
      statements.length / 10_000
    } SELECT and ${writes} writes each`,
    compared: `${rate(raw)} a knex point read`,
    ratio: quantile(ratios, 0.5),
    limit: 1 / 0.85,
  });
}

async function coldLatency(grants: TestGrants, holders: UserHolder[]) {
  const engine = createTokenEngine(grants);
  const token = async (i: number) => {
    const holder = holders[(i * 7919) % holders.length];
    await engine.token(holder);
    engine.forget(holder.owner);
  };
  await timed(300, 1, token);
  const { each } = await timed(1_500, 1, token);
  return quantile(each, 0.5);
}

async function storm(grants: TestGrants, url: string, like: UserHolder) {
  const holders = await addConnections(
    grants,
    like,
    Array.from({ length: 200 }, (_, i) => `user:default/storm-${i}`),
  );
  const unrelated = await addConnections(
    grants,
    like,
    Array.from({ length: 50 }, (_, i) => `user:default/unrelated-${i}`),
  );
  await grants
    .knex('grants')
    .whereLike('owner', 'user:default/storm-%')
    .update({ access_token_expires_at: 1 });
  const endpoint = answerAfter(300);
  const pools = [1, 2, 3, 4].map(() => connectTo(url));
  const replicas = pools.map(knex =>
    createTokenEngine({ ...grants, knex, databricks: endpoint.client }),
  );
  await Promise.all(pools.map(it => it.raw('select 1')));
  let over = false;
  const reads: number[] = [];
  const reader = (async () => {
    const engine = grants.replica();
    for (let i = 0; !over; i++) {
      const began = performance.now();
      await engine.token(unrelated[i % unrelated.length]);
      engine.forget(unrelated[i % unrelated.length].owner);
      reads.push(performance.now() - began);
    }
  })();
  let errors = 0;
  const startedAt = performance.now();
  await Promise.all(
    replicas.flatMap(engine =>
      holders.map(holder =>
        engine.token(holder).catch(() => {
          errors += 1;
        }),
      ),
    ),
  );
  const wallMs = performance.now() - startedAt;
  over = true;
  await reader;
  await Promise.all(pools.map(it => it.destroy()));
  tell({
    benchmark: 'storm: 200 expired tokens, 4 replicas',
    measured: `${Math.round(
      wallMs,
    )} ms, ${endpoint.calls()} calls, ${errors} errors`,
    compared: '300 ms of the endpoint',
    ratio: wallMs / 300,
    limit: 4,
  });
  tell({
    benchmark: 'unrelated cold reads in the storm, p99',
    measured: `${Math.round(quantile(reads, 0.99))} ms`,
    compared: '250 ms',
    ratio: quantile(reads, 0.99) / 250,
    limit: 1,
  });
}

async function keepAlive(grants: TestGrants, like: UserHolder) {
  const due = 10_000;
  await addConnections(
    grants,
    like,
    Array.from({ length: due }, (_, i) => `user:default/due-${i}`),
  );
  await grants
    .knex('grants')
    .whereLike('owner', 'user:default/due-%')
    .update({
      refresh_token_received_at: databaseNowPlus(grants.knex, -4 * DAY_MS),
    });
  const answerMs = 20;
  const endpoint = answerAfter(answerMs);
  let statements = 0;
  const count = () => (statements += 1);
  grants.knex.on('query', count);
  const startedAt = performance.now();
  const appConnections = new Map([['default', like.appConnection]]);
  await new KeepAlive({
    store: new DatabaseConnectionUpkeepStore(grants),
    settings: { current: () => ({ appConnections }) } as never,
    engine: grants.replica(endpoint.client),
  }).run(new AbortController().signal);
  const ms = performance.now() - startedAt;
  grants.knex.off('query', count);
  const name = `keep-alive of ${due} connections`;
  const floorMs = (due * answerMs) / KEEP_ALIVE_CONCURRENCY;
  const rate = (it: number) => `${Math.round((due / it) * 1000)} /s`;
  tell({
    benchmark: name,
    measured: `${rate(ms)}, ${endpoint.calls()} calls`,
    compared: `${rate(floorMs)}, what the endpoint can do`,
    ratio: ms / floorMs,
    limit: 2,
  });
  tell({
    benchmark: `${name}: calls at a time`,
    measured: `at most ${endpoint.most()}`,
    compared: `${KEEP_ALIVE_CONCURRENCY}`,
    ratio: endpoint.most() / KEEP_ALIVE_CONCURRENCY,
    limit: 1,
  });
  tell({
    benchmark: `${name}: statements`,
    measured: `${statements}`,
    compared: '3 each',
    ratio: statements / (3 * due),
    limit: 1.05,
  });
}

async function main(url: string) {
  const grants = await startGrants({ knex: connectTo(url, 20) });
  try {
    const ada = await grants.connect();
    await fromMemory(grants, ada);
    await bytesPerEntry();
    const one = await coldLatency(grants, [ada]);
    const names = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => `user:default/u${from + i}`);
    const some = await addConnections(grants, ada, names(0, 10_000));
    await grants.knex.raw('analyze grants');
    await cold(grants, some);
    const tenThousand = await coldLatency(grants, some);
    const many = await addConnections(grants, ada, names(10_000, 100_000));
    await grants.knex.raw('analyze grants');
    const hundredThousand = await coldLatency(grants, [...some, ...many]);
    tell({
      benchmark: 'cold token with 100,000 connections, median',
      measured: `${hundredThousand.toFixed(
        2,
      )} ms (10,000: ${tenThousand.toFixed(2)} ms)`,
      compared: `${one.toFixed(2)} ms with one`,
      ratio: hundredThousand / one,
      limit: 1.2,
    });
    await storm(grants, url, ada);
    await keepAlive(grants, ada);
  } finally {
    await grants.stop();
  }
}

main(`${process.env.DATABRICKS_TEST_POSTGRES_URL}/postgres`).catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
