import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { ConnectionUses } from '../connections';
import { WorkspaceClient } from '../databricks';
import { Sealer } from '../encryption';
import { DatabaseGrantStore } from './DatabaseGrantStore';
import { DatabaseServicePrincipalStore } from './DatabaseServicePrincipalStore';
import { GrantReader } from './GrantReader';
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
  const vault = new TokenVault(options);
  return new TokenEngine({
    reader: new GrantReader({
      store,
      servicePrincipals: new DatabaseServicePrincipalStore(options),
      vault,
    }),
    vault,
    patienceMs: options.patienceMs,
    memory: new TokenMemory(),
    renewal: new TokenRenewal({ ...options, store, vault }),
    uses: new ConnectionUses({ store }),
  });
}
