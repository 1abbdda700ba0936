import { addConnections, namesOf } from './addConnections';
import { Bench } from './Bench';
import { quantile } from './quantile';
import { Row } from './Row';
import { timed } from './timed';

const ROUNDS = 7;
const TOKENS_A_ROUND = 1_400;
const AT_A_TIME = 16;

/** A token that this process does not remember, against the bare read of its row. */
export async function cold(bench: Bench): Promise<Row[]> {
  const { grants } = bench;
  const holders = await addConnections(
    bench,
    namesOf('cold', ROUNDS * TOKENS_A_ROUND),
  );
  await grants.knex.raw('analyze grants');
  const engine = grants.replica();
  const warmUp = grants.replica();
  const statements: string[] = [];
  const count = ({ sql }: { sql: string }) => statements.push(sql);
  await timed(1_000, AT_A_TIME, i => grants.row(holders[i]));
  await timed(1_000, AT_A_TIME, i => warmUp.token(holders[i]));
  const readMs: number[] = [];
  const tokenMs: number[] = [];
  const measure = {
    async read(round: number) {
      const { totalMs } = await timed(TOKENS_A_ROUND, AT_A_TIME, i =>
        grants.row(holders[round * TOKENS_A_ROUND + i]),
      );
      readMs.push(totalMs);
    },
    async token(round: number) {
      grants.knex.on('query', count);
      const { totalMs } = await timed(TOKENS_A_ROUND, AT_A_TIME, i =>
        engine.token(holders[round * TOKENS_A_ROUND + i]),
      );
      grants.knex.off('query', count);
      tokenMs.push(totalMs);
    },
  };
  for (let round = 0; round < ROUNDS; round++) {
    // Alternating who is first, so that a machine that gets slower or faster favours nobody
    const order = ['read', 'token'] as const;
    for (const name of round % 2 === 0 ? order : [...order].reverse()) {
      await measure[name](round);
    }
  }
  const writes = statements.filter(sql => !sql.startsWith('select')).length;
  const reads = (statements.length - writes) / (ROUNDS * TOKENS_A_ROUND);
  const rate = (times: number[]) =>
    `${(TOKENS_A_ROUND / quantile(times, 0.5)).toFixed(1)} k/s`;
  return [
    {
      benchmark: 'token, memory cold',
      measured: `${rate(tokenMs)}, ${reads} SELECT each and ${writes} writes`,
      compared: `${rate(readMs)} a knex point read`,
      ratio: quantile(
        tokenMs.map((ms, round) => ms / readMs[round]),
        0.5,
      ),
      limit: 1.25,
    },
  ];
}
