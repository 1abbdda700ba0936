import { Knex } from 'knex';
import { setTimeout as delay } from 'node:timers/promises';
import { namesOf } from '../addConnections';
import { Design, Replica } from './Design';
import { SingleUseEndpoint } from './singleUseEndpoint';

const EXPIRED = namesOf('expired', 200);
const UNRELATED = namesOf('unrelated', 200);
const UNRELATED_EVERY_MS = 100;

export type Storm = {
  wallMs: number;
  /** Askers who got no token, those who wanted fresh ones among them. */
  errors: number;
  calls: number;
  /** Refresh tokens that came to the endpoint again. */
  reused: number;
  /** Users who must sign in again. */
  lost: number;
  /** How long fresh tokens took meanwhile, of the same replicas. */
  unrelatedMs: number[];
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
  const unrelatedMs: number[] = [];
  let errors = 0;
  const ask = (replica: Replica, name: string) =>
    replica.token(name).catch(() => {
      errors += 1;
    });
  const startedAt = performance.now();
  let isOver = false;
  const asked = replicas.flatMap((replica, i) =>
    inOrder(EXPIRED, i).map(name => ask(replica, name)),
  );
  const reading = replicas.map(async (replica, i) => {
    const reads: Promise<void>[] = [];
    for (let next = i; !isOver; next++) {
      // Whether the one before has its token or not
      await delay(UNRELATED_EVERY_MS);
      const name = UNRELATED[next % UNRELATED.length];
      const began = performance.now();
      reads.push(
        ask(replica, name).then(() => {
          unrelatedMs.push(performance.now() - began);
          replica.forget(name);
        }),
      );
    }
    await Promise.all(reads);
  });
  await Promise.all(asked);
  const wallMs = performance.now() - startedAt;
  isOver = true;
  await Promise.all(reading);
  return { wallMs, errors, unrelatedMs, ...endpoint.counts() };
}

/** The same order of a replica in every round: by steps that reach every name once. */
function inOrder(names: readonly string[], replica: number): string[] {
  const step = [1, 7, 13, 19][replica % 4];
  return names.map((_, i) => names[(i * step + replica) % names.length]);
}
