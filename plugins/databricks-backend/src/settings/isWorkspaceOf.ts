import { ResolvedFabric } from './SettingsSnapshot';
import { isSignInNeeded } from './identity';

/** Whether a connection or sign-in is for this fabric: it shares workspace and app connection. */
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
