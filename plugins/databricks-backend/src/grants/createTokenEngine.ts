import { Knex } from 'knex';
import { Sealer } from '../encryption';
import { DatabaseGrantStore } from './DatabaseGrantStore';
import { GrantReader } from './GrantReader';
import { GrantWaiters } from './GrantWaiters';
import { TokenEngine } from './TokenEngine';
import { TokenMemory } from './TokenMemory';
import { TokenRenewal, TokenRenewalOptions } from './TokenRenewal';
import { TokenVault } from './TokenVault';

/** The token engine with its parts. */
export function createTokenEngine(
  options: Omit<TokenRenewalOptions, 'store' | 'vault'> & {
    knex: Knex;
    sealer: Sealer;
    patienceMs?: number;
  },
): TokenEngine {
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
