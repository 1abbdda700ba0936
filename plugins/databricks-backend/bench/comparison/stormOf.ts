import { Knex } from 'knex';
import { namesOf } from '../addConnections';
import { quantile } from '../quantile';
import { Design } from './Design';
import { SingleUseEndpoint } from './singleUseEndpoint';

const EXPIRED = namesOf('expired', 200);
const UNRELATED = namesOf('unrelated', 20);

export type Storm = {
  wallMs: number;
  errors: number;
  calls: number;
  /** Refresh tokens that came to the endpoint again. */
  reused: number;
  /** Users who must sign in again. */
  lost: number;
  /** 99th percentile of reading fresh tokens meanwhile, on the same replicas. */
  unrelatedMs: number;
};

/** Every replica is asked for all expired tokens at one moment, each in another order. */
export async function stormOf(
  design: Design,
  pools: readonly Knex[],
  endpoint: SingleUseEndpoint,
): Promise<Storm> {
  await design.store(UNRELATED, 'fresh');
  endpoint.counts();
  await design.store(EXPIRED, 'expired');
  const replicas = pools.map(knex => design.replica(knex));
  const unrelated: number[] = [];
  let [errors, isOver] = [0, false];
  const startedAt = performance.now();
  const asked = replicas.flatMap((replica, i) =>
    inOrder(EXPIRED, i).map(name =>
      replica.token(name).catch(() => {
        errors += 1;
      }),
    ),
  );
  const reading = replicas.map(async (replica, i) => {
    for (let next = i; !isOver; next++) {
      const name = UNRELATED[next % UNRELATED.length];
      const began = performance.now();
      await replica.token(name);
      unrelated.push(performance.now() - began);
      replica.forget(name);
    }
  });
  await Promise.all(asked);
  const wallMs = performance.now() - startedAt;
  isOver = true;
  await Promise.all(reading);
  const unrelatedMs = quantile(unrelated, 0.99);
  return { wallMs, errors, unrelatedMs, ...endpoint.counts() };
}

/** The same order of a replica in every round: by steps that reach every name once. */
function inOrder(names: readonly string[], replica: number): string[] {
  const step = [1, 7, 13, 19][replica % 4];
  return names.map((_, i) => names[(i * step + replica) % names.length]);
}
