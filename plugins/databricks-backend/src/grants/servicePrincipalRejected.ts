/** What to tell of a service principal that Databricks refuses. */
export function servicePrincipalRejected(
  fabric: string,
  reasonCode: string | undefined,
): string {
  return reasonCode === 'scopes_rejected'
    ? `Databricks does not assign the requested scopes to the service principal of the fabric '${fabric}'. Ask its owner or an admin to correct them.`
    : `Databricks rejects the client ID or the secret of the service principal of the fabric '${fabric}'. Ask its owner or an admin to renew the secret.`;
}
