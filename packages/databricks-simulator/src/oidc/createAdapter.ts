import type { Adapter, AdapterPayload } from 'oidc-provider';
import { InvalidGrant } from 'oidc-provider/lib/helpers/errors.js';
import { Account } from '../Account';
import { TokenStore } from './TokenStore';

/** Oidc-provider's view of the account and of what was issued. */
export function createAdapter(
  model: string,
  { account, tokens }: { account: Account; tokens: TokenStore },
): Adapter {
  return {
    async find(id) {
      return model === 'Client'
        ? clientMetadata(account, id)
        : tokens.find(model, id);
    },
    async upsert(id, payload, expiresIn = Infinity) {
      // Without sessions, whoever comes back chooses a person anew, and sign-ins in several windows do not meet.
      if (model !== 'Session') {
        tokens.set(model, id, payload, expiresIn);
      }
    },
    async consume(id) {
      const payload = tokens.find(model, id);
      if (payload?.consumed) {
        // Both of two simultaneous requests passed oidc-provider's own check.
        tokens.revokeGrant(payload.grantId!);
      }
      if (!payload || payload.consumed) {
        throw new InvalidGrant(`${model} was already used`);
      }
      payload.consumed = Math.floor(Date.now() / 1000);
    },
    async destroy(id) {
      tokens.delete(model, id);
    },
    async revokeByGrantId(grantId) {
      tokens.revokeGrant(grantId);
    },
    async findByUid() {
      return undefined;
    },
    async findByUserCode() {
      return undefined;
    },
  };
}

function clientMetadata(
  account: Account,
  clientId: string,
): AdapterPayload | undefined {
  const appConnection = account.appConnection(clientId);
  if (appConnection) {
    return {
      client_id: clientId,
      client_secret: appConnection.clientSecret,
      token_endpoint_auth_method: appConnection.clientSecret
        ? 'client_secret_post'
        : 'none',
      redirect_uris: appConnection.redirectUris,
      response_types: ['code'],
      grant_types: ['authorization_code', 'refresh_token'],
    };
  }
  const servicePrincipal = account.servicePrincipal(clientId);
  return (
    servicePrincipal && {
      client_id: clientId,
      client_secret: servicePrincipal.clientSecret,
      token_endpoint_auth_method: 'client_secret_post',
      redirect_uris: [],
      response_types: [],
      grant_types: ['client_credentials'],
    }
  );
}
