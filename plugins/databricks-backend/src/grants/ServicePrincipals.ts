import { ResolvedFabric } from '../settings';
import { DatabaseGrantStore } from './DatabaseGrantStore';
import { ServicePrincipalGrant, ServicePrincipalHolder } from './Grant';
import { TokenVault } from './TokenVault';
import { isUnreachable } from './isUnreachable';

/** What Databricks thought of a fabric's service principal, as it is defined now. */
export type ServicePrincipalState = {
  status: 'ready' | 'rejected' | 'unchecked';
  reasonCode?: string;
  unreachable: boolean;
};

/** What is known of service principals, without asking Databricks. */
export class ServicePrincipals {
  readonly #store: DatabaseGrantStore;
  readonly #vault: TokenVault;

  constructor(options: { store: DatabaseGrantStore; vault: TokenVault }) {
    this.#store = options.store;
    this.#vault = options.vault;
  }

  /** By the names of the fabrics; one statement, or none. Those that have no service principal are left out. */
  async states(
    fabrics: ResolvedFabric[],
  ): Promise<ReadonlyMap<string, ServicePrincipalState>> {
    const holders = fabrics.flatMap(servicePrincipalHolder);
    const rows =
      holders.length > 0
        ? await this.#store.listServicePrincipals(holders.map(it => it.owner))
        : [];
    const stateOfHolder = (
      holder: ServicePrincipalHolder,
    ): [string, ServicePrincipalState] => {
      const hashes = this.#vault.definitionHashes(holder);
      const row = rows.find(
        it => it.owner === holder.owner && hashes.includes(it.definitionHash),
      );
      return [holder.owner, stateOf(row)];
    };
    return new Map(holders.map(stateOfHolder));
  }
}

function stateOf(
  row: ServicePrincipalGrant | undefined,
): ServicePrincipalState {
  if (row?.status === 'rejected') {
    return {
      status: 'rejected',
      reasonCode: row.reasonCode,
      unreachable: false,
    };
  }
  return {
    status: row?.keyId ? 'ready' : 'unchecked',
    unreachable: row !== undefined && isUnreachable(row),
  };
}

/** The holder of a fabric's service principal; none where none is defined, or its secret cannot be opened. */
export function servicePrincipalHolder(
  fabric: ResolvedFabric,
): ServicePrincipalHolder[] {
  const { servicePrincipal } = fabric;
  return servicePrincipal?.clientSecret
    ? [
        {
          kind: 'servicePrincipal',
          owner: fabric.name,
          workspaceUrl: fabric.workspaceUrl,
          clientId: servicePrincipal.clientId,
          clientSecret: servicePrincipal.clientSecret,
          scopes: servicePrincipal.scopes,
        },
      ]
    : [];
}
