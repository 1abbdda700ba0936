export { describeFabric } from './describeFabric';
export { identityFor, isSignInNeeded } from '../settings/identity';
export { appConnectionProblem, isWorkspaceOf } from '../settings/workspace';
export { Fabrics } from './Fabrics';
export { FabricTokens } from '../grants/FabricTokens';
export { FabricProbe } from '../probes/FabricProbe';
