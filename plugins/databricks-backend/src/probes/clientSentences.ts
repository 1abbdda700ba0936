/** What is said of a client that Databricks accepts. */
export const CLIENT_ACCEPTED = 'Databricks accepts the client ID and secret.';

/** What is said of the client of an app connection that Databricks refuses. */
export function clientRefused(appConnection: string): string {
  return `Databricks refuses the client ID and secret of the app connection '${appConnection}': make a new secret in the account console and enter it here.`;
}
