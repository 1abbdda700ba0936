import { IssuedToken } from '../src/grants/IssuedToken';
import { holderKey } from '../src/grants/Grant';
import { TokenMemory } from '../src/grants/TokenMemory';
import { TOKEN } from './addConnections';
import { Bench } from './Bench';
import { quantile } from './quantile';
import { Row } from './Row';

const ROUNDS = 5;
const FINDS = 300_000;
const ENTRIES = 10_000;

/** A token that this process remembers: how quickly it is found, and what it takes to remember it. */
export async function memory(bench: Bench): Promise<Row[]> {
  return [...(await finds(bench)), bytesPerEntry()];
}

async function finds({ grants, ada }: Bench): Promise<Row[]> {
  const engine = grants.replica();
  const key = holderKey(ada);
  const map = new Map([
    [key, { token: TOKEN, expiresAt: performance.now() + 1e9 }],
  ]);
  let found = 0;
  const engineMs: number[] = [];
  const mapMs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    let startedAt = performance.now();
    for (let i = 0; i < FINDS; i++) {
      await engine.token(ada);
    }
    engineMs.push(performance.now() - startedAt);
    startedAt = performance.now();
    for (let i = 0; i < FINDS; i++) {
      const entry = map.get(key);
      if (entry && entry.expiresAt > performance.now()) {
        found += 1;
      }
    }
    mapMs.push(performance.now() - startedAt);
  }
  const perMs = (ms: number) => FINDS / ms;
  const ratios = engineMs.map((ms, round) => ms / mapMs[round]);
  const engineRate = perMs(quantile(engineMs, 0.5));
  const mapRate = perMs(quantile(mapMs, 0.5));
  return [
    {
      benchmark: 'token from memory',
      measured: `${Math.round(engineRate)} k/s`,
      compared: `${Math.round(
        mapRate,
      )} k/s a Map hit with an expiry check (${found})`,
      ratio: quantile(ratios, 0.5),
      limit: 10,
    },
    {
      benchmark: 'token from memory, a second',
      measured: `${Math.round(engineRate)} k/s`,
      compared: '500 k/s',
      ratio: 500 / engineRate,
      limit: 1,
    },
  ];
}

function bytesPerEntry(): Row {
  const { gc } = globalThis;
  gc?.();
  const before = process.memoryUsage().heapUsed;
  const tokens = new TokenMemory();
  for (let i = 0; i < ENTRIES; i++) {
    tokens.keep(
      `user\nuser:default/u${i}\nhttps://adb-1.7.azuredatabricks.net\ndefault\n${i}`,
      {
        grantId: `${i}`,
        owner: `user:default/u${i}`,
        token: new IssuedToken({
          grantId: `${i}`,
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
  const bytes = (process.memoryUsage().heapUsed - before) / ENTRIES;
  // Until here nothing of it may be collected
  tokens.find('none', {});
  return {
    benchmark: 'memory of a cached token',
    measured: `${Math.round(bytes)} bytes, at most 10,000 of them`,
    compared: `${TOKEN.length} bytes of token`,
    ratio: bytes / TOKEN.length,
    limit: 3,
  };
}
