export { describeFabric } from './describeFabric';
export { identityFor, isSignInNeeded } from './identity';
export { appConnectionProblem, isWorkspaceOf } from './workspace';
export { Fabrics } from './Fabrics';
export { FabricTokens } from './FabricTokens';
export { FabricProbe } from './FabricTest';
