import createKnex from 'knex';
import { setTimeout as delay } from 'node:timers/promises';
import { sealedTokens } from '../../grants/DatabaseGrantStore';
import { DatabaseSweepStore } from '../DatabaseSweepStore';
import { Sealer } from '../Sealer';
import { Sweep, SweepResult } from '../Sweep';

/*
 * The sweep of one replica as a process of its own, so that it can be killed. Started by a test with an IPC channel, over
 * which it tells what it has done; it ends with whoever started it.
 */

/** What the test gives it, as JSON in `SWEEP_PROCESS`. */
export type SweepProcessOptions = {
  connection: object;
  primaryKey: string;
  /** Base64. */
  keys: Record<string, string>;
};

/** What it tells. */
export type SweepProcessResult = SweepResult & { durationMs: number };

/** Of the schedule; shorter than in production, where a minute lies between two looks. */
const EVERY_MS = 500;

async function main() {
  const options: SweepProcessOptions = JSON.parse(
    process.env.SWEEP_PROCESS ?? '',
  );
  const knex = createKnex({ client: 'pg', connection: options.connection });
  let startedAt = 0;
  let result: SweepProcessResult | undefined;
  const sweep = new Sweep({
    store: new DatabaseSweepStore({ knex, tables: [sealedTokens] }),
    sealer: new Sealer({
      primaryKey: options.primaryKey,
      keys: new Map(
        Object.entries(options.keys).map(([id, secret]) => [
          id,
          Buffer.from(secret, 'base64'),
        ]),
      ),
    }),
    logger: { info: () => {} },
    onSwept: it => {
      result = { ...it, durationMs: performance.now() - startedAt };
    },
  });
  while (!result) {
    startedAt = performance.now();
    // One that fails is tried again, as the schedule does
    await sweep.run().catch(() => {});
    await delay(EVERY_MS);
  }
  await new Promise(resolve => process.send?.(result, resolve));
  await knex.destroy();
  process.disconnect();
}

process.on('disconnect', () => process.exit(0));

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
