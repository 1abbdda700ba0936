import {
  DatabricksErrorCode,
  Problem,
} from '@backstage-databricks/plugin-databricks-common';
import { ResolvedAppConnection, ResolvedFabric } from './SettingsSnapshot';
import { secretProblem } from './secretProblem';

/** Why nobody can sign in for this fabric, or work as a user, if so. */
export function appConnectionProblem(
  fabric: ResolvedFabric,
  appConnection: ResolvedAppConnection | undefined,
): (Problem & { code: DatabricksErrorCode }) | undefined {
  if (appConnection) {
    const { name, secretUnavailable } = appConnection;
    return (
      secretUnavailable &&
      secretProblem(`the app connection '${name}'`, secretUnavailable, {
        appConnection: name,
      })
    );
  }
  return {
    code: 'not_configured',
    values: fabric.appConnection
      ? { appConnection: fabric.appConnection }
      : undefined,
    message: fabric.appConnection
      ? `The app connection '${fabric.appConnection}' of this fabric does not exist. An admin of the portal can add it.`
      : 'No app connection is set up, or none of several is the default. An admin of the portal can add one.',
  };
}
