import { sealedTokens } from '../src/grants/DatabaseGrantStore';
import { GrantHolder } from '../src/grants/Grant';
import { DbGrantRow } from '../src/grants/GrantRow';
import { addConnections, namesOf } from './addConnections';
import { Bench } from './Bench';
import { quantile } from './quantile';
import { Row } from './Row';
import { timed } from './timed';

const ROUNDS = 7;
const TOKENS_A_ROUND = 1_400;
const AT_A_TIME = 16;
const WARM_UP = 1_000;

/** A token that this process does not remember, against the bare read of its row, and a read whose token is opened. */
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
  await timed(WARM_UP, AT_A_TIME, i => grants.row(holders[i]));
  grants.knex.on('query', count);
  await timed(WARM_UP, AT_A_TIME, i => warmUp.token(holders[i]));
  grants.knex.off('query', count);
  const readMs: number[] = [];
  const openedMs: number[] = [];
  const tokenMs: number[] = [];
  const { purpose, place } = sealedTokens;
  const open = async (holder: GrantHolder) => {
    const row = (await grants.row(holder)) as DbGrantRow;
    return grants.sealer.open(
      purpose,
      place(row, 'access_token'),
      row.access_token ?? '',
    );
  };
  const measure = {
    async read(round: number) {
      const { totalMs } = await timed(TOKENS_A_ROUND, AT_A_TIME, i =>
        grants.row(holders[round * TOKENS_A_ROUND + i]),
      );
      readMs.push(totalMs);
    },
    async opened(round: number) {
      const { totalMs } = await timed(TOKENS_A_ROUND, AT_A_TIME, i =>
        open(holders[round * TOKENS_A_ROUND + i]),
      );
      openedMs.push(totalMs);
    },
    async token(round: number) {
      const { totalMs } = await timed(TOKENS_A_ROUND, AT_A_TIME, i =>
        engine.token(holders[round * TOKENS_A_ROUND + i]),
      );
      tokenMs.push(totalMs);
    },
  };
  for (let round = 0; round < ROUNDS; round++) {
    // Alternating who is first, so that a machine that gets slower or faster favours nobody
    const order = ['read', 'opened', 'token'] as const;
    for (const name of round % 2 === 0 ? order : [...order].reverse()) {
      await measure[name](round);
    }
  }
  const writes = statements.filter(sql => !sql.startsWith('select')).length;
  const reads = (statements.length - writes) / WARM_UP;
  const rate = (times: number[]) =>
    `${(TOKENS_A_ROUND / quantile(times, 0.5)).toFixed(1)} k/s`;
  const row = (compared: number[], what: string) => ({
    benchmark: 'token, memory cold',
    measured: `${rate(tokenMs)}, ${reads} SELECT each and ${writes} writes`,
    compared: `${rate(compared)} ${what}`,
    ratio: quantile(
      tokenMs.map((ms, round) => ms / compared[round]),
      0.5,
    ),
  });
  return [
    { ...row(readMs, 'a knex point read'), limit: 1.25 },
    row(openedMs, 'one whose token is opened'),
  ];
}
