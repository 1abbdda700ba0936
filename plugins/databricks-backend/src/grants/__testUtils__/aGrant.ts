import { Grant, GrantHolder, ServicePrincipalHolder } from '../Grant';
import { DbGrantRow, grantOf } from '../GrantRow';
import { appConnectionOf } from './appConnectionOf';

/** A connection's row, an hour of whose token is left. */
export const GRANT_ROW: DbGrantRow = {
  id: '9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d',
  kind: 'user',
  owner: 'user:default/alice',
  issuer: 'https://adb-1.7.azuredatabricks.net',
  app_connection: 'default',
  definition_hash: null,
  client_id: 'client',
  databricks_user_id: '1',
  databricks_user_name: 'ada@example.com',
  databricks_display_name: 'Ada',
  previous_user_name: null,
  other_person: null,
  scopes: 'all-apis offline_access',
  access_token: null,
  refresh_token: null,
  key_id: 'k1',
  unreadable_at: null,
  // As PostgreSQL's driver returns them
  access_token_received_at: '1000000',
  access_token_expires_at: '4600000',
  refresh_token_received_at: '1000000',
  generation: 3,
  lease_owner: null,
  lease_until: null,
  answer_lost: false,
  status: 'connected',
  reason_code: null,
  verdict: null,
  verdict_at: null,
  rejected_client_hash: null,
  failures: 0,
  retry_at: null,
  ended_at: null,
  ended_reason: null,
  connected_at: '1000000',
  refreshed_at: null,
  used_at: null,
  refused_at: null,
  told_ended_at: null,
  now_ms: '1000000',
};

/** The same as a grant. */
export function aGrant(changes: Partial<Grant> = {}): Grant {
  return { ...grantOf(GRANT_ROW), ...changes };
}

/** Whose connection it is. */
export const A_USER: GrantHolder & { kind: 'user' } = {
  kind: 'user',
  owner: 'user:default/alice',
  workspaceUrl: 'https://adb-1.7.azuredatabricks.net',
  appConnection: appConnectionOf({ clientId: 'client' }),
};

export const A_SERVICE_PRINCIPAL: ServicePrincipalHolder = {
  kind: 'servicePrincipal',
  owner: 'nightly',
  workspaceUrl: 'https://adb-1.7.azuredatabricks.net',
  clientId: 'sp',
  clientSecret: 'sp-secret',
  scopes: ['all-apis'],
};

export const NOW = 1_000_000;

/** A grant whose last renewal failed, and that is to be tried again in five seconds. */
export function failed(reasonCode?: string, changes: Partial<Grant> = {}) {
  return aGrant({
    failures: 1,
    reasonCode,
    nowMs: NOW,
    retryAtMs: NOW + 5_000,
    ...changes,
  });
}
