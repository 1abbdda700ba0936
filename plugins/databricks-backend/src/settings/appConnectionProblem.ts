import {
  DatabricksErrorCode,
  Problem,
} from '@backstage-databricks/plugin-databricks-common';
import { ResolvedAppConnection, ResolvedFabric } from './SettingsSnapshot';
import { secretProblem } from './secretProblem';

/**
 * Why nobody can sign in for this fabric, or work as a user, if so, and who can mend it.
 *
 * @param options.admin - the reader administers: they are told where
 */
export function appConnectionProblem(
  fabric: Pick<ResolvedFabric, 'appConnection'>,
  appConnection: ResolvedAppConnection | undefined,
  options?: { admin: boolean },
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
  const where =
    'in the settings of the Databricks page, or below databricks.appConnections in app-config.';
  return {
    code: 'not_configured',
    values: fabric.appConnection
      ? { appConnection: fabric.appConnection }
      : undefined,
    message: fabric.appConnection
      ? `The app connection '${
          fabric.appConnection
        }' of this fabric does not exist. ${
          options?.admin
            ? `Add it ${where}`
            : 'An admin of the portal can add it.'
        }`
      : `No app connection is set up, or none of several is the default. ${
          options?.admin
            ? `Add one, or make one the default, ${where}`
            : 'An admin of the portal can do that.'
        }`,
  };
}
