import { AccessRoom } from '../access';
import { PortalRoom } from '../portal';
import { Base } from '../settings';
import { createTokenEngine } from './createTokenEngine';
import { DatabaseGrantStore } from './DatabaseGrantStore';
import { FabricTokens } from './FabricTokens';
import { recordRenewal } from './recordRenewal';
import { ServicePrincipals } from './ServicePrincipals';
import { tokenRoutes } from './tokenRoutes';
import { TokenVault } from './TokenVault';

export { sealedTokens } from './DatabaseGrantStore';
export type { FabricTokens } from './FabricTokens';
export { appConnectionKey } from './Grant';
export type { Grant } from './Grant';
export { ERASED_TOKENS, grantOf, NO_VERDICT } from './GrantRow';
export type { DbGrantRow } from './GrantRow';
export { PatientWrites } from './PatientWrites';
export { connectionProblem } from './connectionProblem';
export { isUnreachable } from './isUnreachable';
export { REJECTED_PAUSE_MS } from './refreshFailure';
export type { RefreshFailure, Verdict } from './refreshFailure';
export {
  isRefusedReason,
  refusalOfGrant,
  refusalProblem,
} from './refusedReason';
export { servicePrincipalRejected } from './servicePrincipalRejected';
export type {
  ServicePrincipals,
  ServicePrincipalState,
} from './ServicePrincipals';
export type { TokenEngine } from './TokenEngine';
export type { TokenVault } from './TokenVault';

/** The token engine, and tokens of fabrics. */
export function createGrants(dependencies: {
  access: AccessRoom;
  base: Base;
  portal: Pick<PortalRoom, 'audit' | 'changeSignals' | 'metrics'>;
}) {
  const { knex, sealer, settings } = dependencies.base;
  const { access, callers } = dependencies.access;
  const { audit, changeSignals, metrics } = dependencies.portal;
  const engine = createTokenEngine({
    ...dependencies.base,
    onRenewal: event => recordRenewal(event, { audit, changeSignals, metrics }),
    admit: () => settings.requireUnpaused(),
  });
  const store = new DatabaseGrantStore({ knex });
  const vault = new TokenVault({ sealer, store });
  const tokens = new FabricTokens({ settings, engine, metrics, store, vault });
  return {
    engine,
    tokens,
    vault,
    servicePrincipals: new ServicePrincipals({ store, vault }),
    routes: tokenRoutes({ callers, access, tokens }),
  };
}

export type GrantsRoom = ReturnType<typeof createGrants>;
