import { Problem } from '@backstage-databricks/plugin-databricks-common';
import { AppConnection, FabricDefinition } from '../settings';
import { isSignInNeeded } from './identity';

/** Whether a connection or sign-in is for this fabric: it shares workspace and app connection. */
export function isWorkspaceOf(
  fabric: FabricDefinition,
  other: { workspaceUrl: string; appConnection: string },
): boolean {
  return (
    isSignInNeeded(fabric) &&
    fabric.workspaceUrl === other.workspaceUrl &&
    fabric.appConnection === other.appConnection
  );
}

/** Why nobody can sign in for this fabric, if so. */
export function appConnectionProblem(
  fabric: FabricDefinition,
  appConnection: AppConnection | undefined,
): Problem | undefined {
  if (appConnection) {
    return undefined;
  }
  return {
    code: 'not_configured',
    message: fabric.appConnection
      ? `The app connection '${fabric.appConnection}' of this fabric does not exist. An admin of the portal can add it.`
      : 'No app connection is set up. An admin of the portal can add one.',
  };
}
