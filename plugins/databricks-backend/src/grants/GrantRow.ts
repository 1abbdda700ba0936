import { toEpochMs } from '../database';
import { Grant, GrantHolder } from './Grant';
import { Verdict } from './refreshFailure';

/** Epoch milliseconds, as the drivers return a bigint. */
type Instant = string | number;

/** A row of `grants`, with the database's now, as the drivers return it. */
export type DbGrantRow = {
  id: string;
  kind: GrantHolder['kind'];
  owner: string;
  issuer: string;
  app_connection: string | null;
  definition_hash: string | null;
  client_id: string;
  databricks_user_id: string | null;
  databricks_user_name: string | null;
  databricks_display_name: string | null;
  previous_user_name: string | null;
  other_person: boolean | number | null;
  scopes: string;
  access_token: string | null;
  refresh_token: string | null;
  key_id: string | null;
  unreadable_at: Instant | null;
  access_token_received_at: Instant | null;
  access_token_expires_at: Instant | null;
  refresh_token_received_at: Instant | null;
  generation: number;
  lease_owner: string | null;
  lease_until: Instant | null;
  answer_lost: boolean | number;
  status: Grant['status'];
  reason_code: string | null;
  verdict: Verdict | null;
  verdict_at: Instant | null;
  rejected_client_hash: string | null;
  failures: number;
  retry_at: Instant | null;
  ended_at: Instant | null;
  ended_reason: string | null;
  connected_at: Instant;
  refreshed_at: Instant | null;
  used_at: Instant | null;
  refused_at: Instant | null;
  told_ended_at: Instant | null;
  now_ms: Instant;
};

/** What the tokens of a row are bound to beside its `id`. Whatever changes one of these seals them again. */
export const BOUND_COLUMNS = [
  'owner',
  'kind',
  'issuer',
  'app_connection',
  'definition_hash',
  'client_id',
  'databricks_user_id',
  'databricks_user_name',
] as const satisfies (keyof DbGrantRow)[];

/** Where the tokens of a row stand. */
export function placeOf(
  row: Pick<DbGrantRow, 'id' | (typeof BOUND_COLUMNS)[number]>,
): Grant['place'] {
  return {
    table: 'grants',
    rowId: row.id,
    bound: BOUND_COLUMNS.map(it => row[it]),
  };
}

/** What erasing the tokens of a grant leaves of them. */
export const ERASED_TOKENS = {
  access_token: null,
  refresh_token: null,
  key_id: null,
  unreadable_at: null,
  lease_owner: null,
  lease_until: null,
};

/** What is kept against an app connection that Databricks accepts. */
export const NO_VERDICT = {
  verdict: null,
  verdict_at: null,
  rejected_client_hash: null,
};

/** @param readAt - when the row was asked for, on the monotonic clock */
export function grantOf(row: DbGrantRow, readAt = performance.now()): Grant {
  return {
    id: row.id,
    owner: row.owner,
    issuer: row.issuer,
    definitionHash: row.definition_hash ?? undefined,
    clientId: row.client_id,
    name: row.databricks_user_name ?? row.client_id,
    scopes: row.scopes.split(' ').filter(Boolean),
    place: placeOf(row),
    accessToken: row.access_token ?? undefined,
    refreshToken: row.refresh_token ?? undefined,
    keyId: row.key_id ?? undefined,
    unreadableAtMs: toEpochMs(row.unreadable_at),
    receivedAtMs: toEpochMs(row.access_token_received_at) ?? 0,
    expiresAtMs: toEpochMs(row.access_token_expires_at) ?? 0,
    generation: row.generation,
    leaseUntilMs: toEpochMs(row.lease_until),
    answerLost: Boolean(row.answer_lost),
    status: row.status,
    reasonCode: row.reason_code ?? undefined,
    rejectedClientHash: row.rejected_client_hash ?? undefined,
    failures: row.failures,
    retryAtMs: toEpochMs(row.retry_at),
    endedReason: row.ended_reason ?? undefined,
    nowMs: toEpochMs(row.now_ms),
    readAt,
  };
}
