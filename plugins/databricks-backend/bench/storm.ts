import { addConnections, namesOf } from './addConnections';
import { Bench } from './Bench';
import { connectTo } from './connectTo';
import { delayedEndpoint } from './delayedEndpoint';
import { quantile } from './quantile';
import { Row } from './Row';

const ROUNDS = 7;
const EXPIRED = 200;
const REPLICAS = 4;
const ENDPOINT_MS = 300;
const TWO_HOURS_MS = 2 * 60 * 60 * 1000;

/** Every replica is asked for all expired tokens at one moment, while others want tokens that are fresh. */
export async function storm(bench: Bench): Promise<Row[]> {
  const { grants, url } = bench;
  const pools = Array.from({ length: REPLICAS }, () => connectTo(url));
  const names = namesOf('storm', EXPIRED);
  const unrelated = await addConnections(bench, namesOf('unrelated', 50));
  const endpoint = delayedEndpoint(ENDPOINT_MS);
  const wallMs: number[] = [];
  const readMs: number[] = [];
  let [errors, statements] = [0, 0];
  const count = () => (statements += 1);
  for (let round = 0; round < ROUNDS; round++) {
    const holders = await addConnections(bench, names, TWO_HOURS_MS);
    const replicas = pools.map(knex =>
      grants.replica(endpoint.client, { knex }),
    );
    await Promise.all(pools.map(knex => knex.raw('select 1')));
    let over = false;
    const reading = (async () => {
      const engine = grants.replica();
      for (let i = 0; !over; i++) {
        const began = performance.now();
        const holder = unrelated[i % unrelated.length];
        await engine.token(holder);
        engine.forget(holder.owner);
        readMs.push(performance.now() - began);
      }
    })();
    pools.forEach(knex => knex.on('query', count));
    const startedAt = performance.now();
    const asked = await Promise.allSettled(
      replicas.flatMap(engine => holders.map(holder => engine.token(holder))),
    );
    wallMs.push(performance.now() - startedAt);
    pools.forEach(knex => knex.off('query', count));
    over = true;
    errors += asked.filter(({ status }) => status === 'rejected').length;
    await reading;
  }
  await Promise.all(pools.map(knex => knex.destroy()));
  const median = quantile(wallMs, 0.5);
  return [
    {
      benchmark: 'storm: 200 expired tokens, 4 replicas',
      measured: `${Math.round(median)} ms (${Math.round(
        Math.min(...wallMs),
      )} to ${Math.round(Math.max(...wallMs))}), ${
        endpoint.calls() / ROUNDS
      } calls, ${Math.round(statements / ROUNDS)} statements, ${errors} errors`,
      compared: `${ENDPOINT_MS} ms of the endpoint`,
      ratio: median / ENDPOINT_MS,
      limit: 3,
    },
    {
      benchmark: 'storm: calls and errors',
      measured: `${endpoint.calls() + errors}`,
      compared: `one call for each of ${EXPIRED * ROUNDS}`,
      ratio: (endpoint.calls() + errors) / (EXPIRED * ROUNDS),
      limit: 1,
    },
    {
      benchmark: 'unrelated cold reads in the storm, p99',
      measured: `${Math.round(quantile(readMs, 0.99))} ms`,
      compared: '250 ms',
      ratio: quantile(readMs, 0.99) / 250,
      limit: 1,
    },
  ];
}
