import { UserHolder } from '../src/grants/__testUtils__/startGrants';
import { addConnections, namesOf } from './addConnections';
import { Bench } from './Bench';
import { quantile } from './quantile';
import { Row } from './Row';
import { timed } from './timed';

const SOME = 10_000;
const MANY = 100_000;

/** A token that this process does not remember, among many connections of others. */
export async function scale(bench: Bench): Promise<Row[]> {
  const { grants, ada } = bench;
  const one = await latency(bench, [ada]);
  const names = namesOf('many', MANY);
  const some = await addConnections(bench, names.slice(0, SOME));
  await grants.knex.raw('analyze grants');
  const ofSome = await latency(bench, some);
  const others = await addConnections(bench, names.slice(SOME));
  await grants.knex.raw('analyze grants');
  const ofMany = await latency(bench, [...some, ...others]);
  return [
    {
      benchmark: 'cold token with 100,000 connections, median',
      measured: `${ofMany.toFixed(2)} ms (10,000: ${ofSome.toFixed(2)} ms)`,
      compared: `${one.toFixed(2)} ms with one`,
      ratio: ofMany / one,
      limit: 1.2,
    },
  ];
}

/** Median of one after the other. */
async function latency({ grants }: Bench, holders: UserHolder[]) {
  const engine = grants.replica();
  const token = async (i: number) => {
    // Far apart in the table
    const holder = holders[(i * 7919) % holders.length];
    await engine.token(holder);
    engine.forget(holder.owner);
  };
  await timed(300, 1, token);
  const { each } = await timed(1_500, 1, token);
  return quantile(each, 0.5);
}
