import { Check } from '@backstage-databricks/plugin-databricks-common';
import { check } from './check';

/** Says that Databricks has accepted a client ID and its secret. */
export function clientAccepted(id: string): Check {
  return check.ok(id, 'Databricks accepts the client ID and secret.');
}

/** Says that Databricks refuses the client of an app connection. */
export function clientRefused(id: string, appConnection: string): Check {
  return check.failed(
    id,
    `Databricks refuses the client ID and secret of the app connection '${appConnection}': make a new secret in the account console and enter it here.`,
  );
}
