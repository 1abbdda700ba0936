import type { KoaContextWithOIDC } from 'oidc-provider';
import { Account } from '../Account';
import { scopesNotAssigned } from './refuseAuthorization';
import { TokenStore } from './TokenStore';

type TokenAnswer = {
  access_token?: string;
  expires_in?: number;
  scope?: string;
  error?: string;
  error_description?: string;
};

/** Puts what oidc-provider answers to a token request into Databricks' words, and remembers the access token. */
export function answerAsDatabricks(
  ctx: KoaContextWithOIDC,
  options: {
    account: Account;
    tokens: TokenStore;
    invalidRefreshTokenStatus: 400 | 401;
  },
): void {
  const answer = ctx.body as TokenAnswer;
  const grantType = ctx.oidc.params?.grant_type;
  if (answer.access_token) {
    remember(ctx, answer, options);
  } else if (answer.error === 'invalid_client') {
    answer.error_description = 'Client authentication failed';
  } else if (
    answer.error === 'invalid_grant' &&
    grantType === 'refresh_token'
  ) {
    ctx.body = {
      error: 'invalid_request',
      error_description: 'Refresh token is invalid',
    };
    ctx.status = options.invalidRefreshTokenStatus;
    if (ctx.status === 401) {
      ctx.set('WWW-Authenticate', 'Bearer realm="DatabricksRealm"');
    }
  }
}

function remember(
  ctx: KoaContextWithOIDC,
  answer: TokenAnswer,
  { account, tokens }: { account: Account; tokens: TokenStore },
): void {
  const { clientId } = ctx.oidc.client!;
  const expiresAt = new Date(Date.now() + answer.expires_in! * 1000);
  const { AccessToken: userAccess } = ctx.oidc.entities;
  if (userAccess) {
    tokens.addAccess(answer.access_token!, {
      identity: { kind: 'person', userName: userAccess.accountId },
      clientId,
      scopes: answer.scope?.split(' ') ?? [],
      expiresAt,
    });
    return;
  }
  const assigned = account.servicePrincipal(clientId)!.scopes;
  const asked = ctx.oidc.params?.scope;
  const scopes = typeof asked === 'string' ? asked.split(' ') : assigned;
  const missing = scopes.filter(it => !assigned.includes(it));
  if (missing.length > 0) {
    ctx.status = 400;
    ctx.body = {
      error: 'access_denied',
      error_description: scopesNotAssigned(missing, clientId),
    };
    return;
  }
  answer.scope = scopes.join(' ');
  tokens.addAccess(answer.access_token!, {
    identity: { kind: 'servicePrincipal', clientId },
    clientId,
    scopes,
    expiresAt,
  });
}
