import { ResolvedFabric } from './SettingsSnapshot';
import { isSignInNeeded } from './identity';

/** Whether a connection or sign-in serves this fabric, which it does if workspace and app connection are the same. */
export function isWorkspaceOf(
  fabric: ResolvedFabric,
  other: { issuer: string; appConnection: string },
): boolean {
  return (
    isSignInNeeded(fabric) &&
    fabric.workspaceUrl === other.issuer &&
    fabric.appConnection === other.appConnection
  );
}
