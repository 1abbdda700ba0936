import { Knex } from 'knex';
import { namesOf } from '../addConnections';
import { timed } from '../timed';
import { Design } from './Design';
import { SingleUseEndpoint } from './singleUseEndpoint';

const FRESH = namesOf('fresh', 1_000);
const AT_A_TIME = 16;

/** Fresh tokens that nobody remembers, against the bare reads of their rows. Milliseconds a token. */
export async function freshReads(
  design: Design,
  knex: Knex,
  endpoint: SingleUseEndpoint,
): Promise<{ ms: number; ratio: number }> {
  await design.store(FRESH, 'fresh');
  endpoint.counts();
  // Rows that have just been written have no statistics yet, and are not looked for by the index that is meant for it
  await knex.raw('analyze');
  const replica = design.replica(knex);
  const readAll = () =>
    timed(FRESH.length, AT_A_TIME, async i => design.row(FRESH[i]));
  // The first ones after the analysis are slower
  await readAll();
  const bare = await readAll();
  const read = await timed(FRESH.length, AT_A_TIME, i =>
    replica.token(FRESH[i]),
  );
  return {
    ms: read.totalMs / FRESH.length,
    ratio: read.totalMs / bare.totalMs,
  };
}
