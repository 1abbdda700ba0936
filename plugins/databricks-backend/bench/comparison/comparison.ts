import { Bench } from '../Bench';
import { connectTo } from '../connectTo';
import { quantile } from '../quantile';
import { Row } from '../Row';
import { Design } from './Design';
import { freshReads } from './freshReads';
import { leased } from './leased';
import { lockHeld } from './lockHeld';
import { singleUseEndpoint } from './singleUseEndpoint';
import { stormOf, Storm } from './stormOf';
import { stretchedKey } from './stretchedKey';
import { uncoordinated } from './uncoordinated';

const ROUNDS = 5;
const REPLICAS = 4;
const ENDPOINT_MS = 300;

/**
 * The same storm and the same fresh read, done by the token engine and by three designs that others use, in turns, on
 * one database. docs/performance.md says whose designs they are and how they were simplified.
 */
export async function comparison(bench: Bench): Promise<Row[]> {
  const { grants, url } = bench;
  const endpoint = singleUseEndpoint(ENDPOINT_MS);
  const designs: Design[] = [
    leased(bench, endpoint),
    await lockHeld(grants.knex, endpoint),
    await uncoordinated(grants.knex, endpoint),
    await stretchedKey(grants.knex, endpoint),
  ];
  const pools = Array.from({ length: REPLICAS }, () => connectTo(url));
  await Promise.all(pools.map(knex => knex.raw('select 1')));
  const results = designs.map(design => ({
    design,
    storms: [] as Storm[],
    reads: [] as { ms: number; ratio: number }[],
  }));
  // The first round warms all of them up
  for (let round = 0; round <= ROUNDS; round++) {
    // Alternating who is first, so that a machine that gets slower or faster favours nobody
    for (const { design, storms, reads } of round % 2 === 0
      ? results
      : [...results].reverse()) {
      const storm = await stormOf(design, pools, endpoint);
      const read = await freshReads(design, grants.knex, endpoint);
      if (round > 0) {
        storms.push(storm);
        reads.push(read);
      }
    }
  }
  await Promise.all(pools.map(knex => knex.destroy()));
  return results.flatMap(({ design, storms, reads }) => [
    stormRow(design, storms),
    readRow(design, reads),
  ]);
}

function stormRow({ name }: Design, storms: Storm[]): Row {
  const median = (of: (storm: Storm) => number) =>
    Math.round(quantile(storms.map(of), 0.5));
  const wallMs = median(storm => storm.wallMs);
  const unrelatedMs = quantile(
    storms.flatMap(storm => storm.unrelatedMs),
    0.99,
  );
  return {
    benchmark: `storm, ${name}`,
    measured: [
      `${wallMs} ms`,
      `${median(it => it.errors)} errors`,
      `${median(it => it.calls)} calls`,
      `${median(it => it.reused)} reused`,
      `${median(it => it.lost)} sign-ins lost`,
      `fresh tokens meanwhile p99 ${Math.round(unrelatedMs)} ms`,
    ].join(', '),
    compared: `${ENDPOINT_MS} ms of the endpoint`,
    ratio: wallMs / ENDPOINT_MS,
  };
}

function readRow(
  { name }: Design,
  reads: { ms: number; ratio: number }[],
): Row {
  const each = quantile(
    reads.map(it => it.ms),
    0.5,
  );
  return {
    benchmark: `fresh read, ${name}`,
    measured: `${each.toFixed(2)} ms`,
    compared: 'a knex point read of the same row',
    ratio: quantile(
      reads.map(it => it.ratio),
      0.5,
    ),
  };
}
