/** What must match the app connection that is registered at Databricks, for people to compare. */
export type RequestedClient = { clientId: string; redirectUrl: string };

/**
 * Reads the client ID and the redirect URL out of an authorization URL.
 *
 * @throws TypeError when it is not a web address: a popup of ours must not run a script.
 */
export function readRegistration(authorizationUrl: string): RequestedClient {
  const url = new URL(authorizationUrl);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new TypeError('The authorization URL is not a web address.');
  }
  return {
    clientId: url.searchParams.get('client_id') ?? '',
    redirectUrl: url.searchParams.get('redirect_uri') ?? '',
  };
}
