import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { DatabricksConfig } from '../config';
import { PortalRoom, ScheduledTask } from '../portal';
import { checkKeys } from './checkKeys';
import { DatabaseKeyCheckStore } from './DatabaseKeyCheckStore';
import { DatabaseSweepStore } from './DatabaseSweepStore';
import { SealedTable } from './SealedTable';
import { Sealer } from './Sealer';
import { Sweep } from './Sweep';

export { keyIdOf, SealedValueError } from './Sealer';
export type { SealedPlace, Sealer } from './Sealer';
export type { SealedTable } from './SealedTable';
export type { Sweep } from './Sweep';

/**
 * Seals and opens.
 *
 * @throws Error that names the key whose secret is not the one that the data was written with
 */
export async function createSealer(dependencies: {
  config: DatabricksConfig;
  knex: Knex;
}): Promise<Sealer> {
  const { config, knex } = dependencies;
  const sealer = new Sealer(config.encryption);
  await checkKeys({ sealer, store: new DatabaseKeyCheckStore({ knex }) });
  return sealer;
}

/**
 * Re-encrypts what is not under the primary key.
 *
 * @param dependencies.tables - every place where something sealed is kept, as their stores name them
 */
export function createSweep(dependencies: {
  base: { knex: Knex; logger: LoggerService; sealer: Sealer };
  portal: Pick<PortalRoom, 'audit' | 'metrics'>;
  tables: readonly SealedTable[];
}): { sweep: Sweep; tasks: ScheduledTask[] } {
  const { tables } = dependencies;
  const { knex, logger, sealer } = dependencies.base;
  const { audit, metrics } = dependencies.portal;
  const sweep = new Sweep({
    store: new DatabaseSweepStore({ knex, tables }),
    sealer,
    logger,
    onSwept: result => {
      audit.note('encryption-sweep', { meta: result }).catch(() => {});
    },
  });
  metrics.observeUnreadableValues(() => sweep.countUnreadable());
  return {
    sweep,
    tasks: [
      {
        id: 'databricks-encryption-sweep',
        everyMinutes: 1,
        // Its own lease makes it exclusive, and is taken over far sooner than the scheduler's
        scope: 'local',
        run: signal => sweep.run(signal),
      },
    ],
  };
}
