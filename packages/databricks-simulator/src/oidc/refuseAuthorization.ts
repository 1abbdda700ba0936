import { Account } from '../Account';
import { Answer, jsonAnswer } from '../Answer';

/**
 * What Databricks refuses before anybody signs in. A wrong client ID or redirect URL ends in JSON in the browser and
 * never redirects; scopes that are not assigned go back to the client.
 */
export function refuseAuthorization(
  parameters: URLSearchParams,
  account: Account,
): Answer | undefined {
  const clientId = parameters.get('client_id') ?? '';
  const redirectUri = parameters.get('redirect_uri') ?? '';
  const appConnection = account.appConnection(clientId);
  if (!appConnection) {
    return invalidRequest(
      `OAuth application with client_id: '${clientId}' not available in Databricks account '${account.accountId}'.`,
    );
  }
  if (!appConnection.redirectUris.includes(redirectUri)) {
    return invalidRequest(
      `redirect_uri '${redirectUri}' not registered for OAuth application '${clientId}'`,
    );
  }
  const missing = (parameters.get('scope') ?? '')
    .split(' ')
    .filter(it => it && !appConnection.scopes.includes(it));
  if (missing.length === 0) {
    return undefined;
  }
  const callback = new URL(redirectUri);
  callback.searchParams.set('error', 'access_denied');
  callback.searchParams.set(
    'error_description',
    scopesNotAssigned(missing, clientId),
  );
  const state = parameters.get('state');
  if (state !== null) {
    callback.searchParams.set('state', state);
  }
  return { status: 302, headers: { location: callback.href }, body: '' };
}

export function scopesNotAssigned(scopes: string[], clientId: string): string {
  return `Scopes '${scopes.join(
    ' ',
  )}' are not assigned to the client ${clientId}`;
}

function invalidRequest(description: string): Answer {
  return jsonAnswer(400, {
    error: 'invalid_request',
    error_description: description,
  });
}
