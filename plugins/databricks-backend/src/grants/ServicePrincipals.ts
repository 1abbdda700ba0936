import { ResolvedFabric } from '../settings';
import { DatabaseGrantStore } from './DatabaseGrantStore';
import { Grant, ServicePrincipalHolder } from './Grant';
import { TokenVault } from './TokenVault';
import { isUnreachable } from './isUnreachable';
import { refusalOfGrant } from './refusedReason';

/** What Databricks thought of a fabric's service principal, as it is defined now. */
export type ServicePrincipalState = {
  /** ID of its grant; none before its first use. */
  grantId?: string;
  /** When its token came, in epoch milliseconds of the database. */
  receivedAtMs?: number;
  /** When it last got one, also where Databricks rejects it since. */
  workedAtMs?: number;
  status: 'ready' | 'rejected' | 'unchecked';
  reasonCode?: string;
  unreachable: boolean;
  /** Why Databricks refuses it for good, so that another secret would not help. */
  refusal?: string;
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
    const grants =
      holders.length > 0
        ? await this.#store.listServicePrincipals(holders.map(it => it.owner))
        : [];
    const stateOfHolder = (holder: ServicePrincipalHolder) => {
      const hashes = this.#vault.clientHashes(holder);
      return stateOf(
        grants.find(
          ({ owner, definitionHash = '' }) =>
            owner === holder.owner && hashes.includes(definitionHash),
        ),
      );
    };
    return new Map(holders.map(it => [it.owner, stateOfHolder(it)]));
  }
}

function stateOf(grant: Grant | undefined): ServicePrincipalState {
  const workedAtMs = grant?.receivedAtMs || undefined;
  if (grant?.status === 'rejected') {
    const { id: grantId, status, reasonCode } = grant;
    return { grantId, status, reasonCode, workedAtMs, unreachable: false };
  }
  return {
    workedAtMs,
    grantId: grant?.id,
    receivedAtMs: grant?.receivedAtMs,
    status: grant?.keyId ? 'ready' : 'unchecked',
    unreachable: grant !== undefined && isUnreachable(grant),
    refusal: grant && refusalOfGrant(grant),
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
