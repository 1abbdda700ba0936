import {
  DatabricksErrorCode,
  Problem,
} from '@backstage-databricks/plugin-databricks-common';
import { ResolvedAppConnection, ResolvedFabric } from './SettingsSnapshot';
import { isSignInNeeded } from './identity';
import { secretProblem } from './secretProblem';

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

/** Why nobody can sign in for this fabric, or work as a user, if so. */
export function appConnectionProblem(
  fabric: ResolvedFabric,
  appConnection: ResolvedAppConnection | undefined,
): (Problem & { code: DatabricksErrorCode }) | undefined {
  if (appConnection) {
    const { name, secretUnavailable } = appConnection;
    return (
      secretUnavailable &&
      secretProblem(`the app connection '${name}'`, secretUnavailable)
    );
  }
  return {
    code: 'not_configured',
    message: fabric.appConnection
      ? `The app connection '${fabric.appConnection}' of this fabric does not exist. An admin of the portal can add it.`
      : 'No app connection is set up, or none of several is the default. An admin of the portal can add one.',
  };
}
