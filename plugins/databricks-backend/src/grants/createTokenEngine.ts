import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { WorkspaceClient } from '../databricks';
import { Sealer } from '../encryption';
import { DatabaseGrantStore } from './DatabaseGrantStore';
import { GrantReader } from './GrantReader';
import { GrantWaiters } from './GrantWaiters';
import { PatientWrites } from './PatientWrites';
import { TokenEngine } from './TokenEngine';
import { TokenMemory } from './TokenMemory';
import { RenewalEvent, TokenRenewal } from './TokenRenewal';
import { TokenVault } from './TokenVault';

/** The token engine with its parts. */
export function createTokenEngine(options: {
  knex: Knex;
  sealer: Sealer;
  databricks: WorkspaceClient;
  logger?: Pick<LoggerService, 'warn'>;
  onRenewal?: (event: RenewalEvent) => void;
  patienceMs?: number;
  writes?: PatientWrites;
}): TokenEngine {
  const store = new DatabaseGrantStore(options);
  const vault = new TokenVault({ sealer: options.sealer, store });
  return new TokenEngine({
    reader: new GrantReader({ store, vault }),
    vault,
    patienceMs: options.patienceMs,
    memory: new TokenMemory(),
    renewal: new TokenRenewal({ ...options, store, vault }),
    waiters: new GrantWaiters({ store }),
  });
}
