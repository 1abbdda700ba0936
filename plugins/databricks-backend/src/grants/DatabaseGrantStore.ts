import { Knex } from 'knex';
import {
  databaseNow,
  databaseNowPlus,
  toEpochMs,
  withDeadline,
} from '../database';
import { keyIdOf } from '../encryption';
import { Grant, GrantHolder } from './Grant';
import { RefreshFailure } from './refreshFailure';

/** Three times the deadline of a call, so that a slow owner still settles; after it others may try. */
export const LEASE_MS = 30_000;

/** Keep-alive asks for uses in the last 30 days: one note in this time is enough. */
const USE_NOTE_MS = 12 * 60 * 60 * 1000;

type DbTokenRow = {
  id: string;
  owner: string;
  client_id: string;
  definition_hash: string | null;
  databricks_user_name: string | null;
  access_token: string | null;
  refresh_token: string | null;
  scopes: string;
  access_token_received_at: string | number | null;
  access_token_expires_at: string | number | null;
  generation: number;
  lease_until: string | number | null;
  status: Grant['status'];
  reason_code: string | null;
  failures: number;
  retry_at: string | number | null;
  now_ms: string | number;
};

const TOKEN_COLUMNS = [
  'id',
  'owner',
  'client_id',
  'definition_hash',
  'databricks_user_name',
  'access_token',
  'refresh_token',
  'scopes',
  'access_token_received_at',
  'access_token_expires_at',
  'generation',
  'lease_until',
  'status',
  'reason_code',
  'failures',
  'retry_at',
] as const satisfies (keyof DbTokenRow)[];

/** The fence: a write of the engine counts only while the row is as its lease was taken. */
export type Lease = { id: string; generation: number; owner: string };

/** A renewed pair, sealed. */
export type SealedTokens = {
  accessToken: string;
  /** Of users; the old one, sealed again, where no new one came. */
  refreshToken?: string;
  /** Whether the refresh token is a new one. */
  rotated: boolean;
  /**
   * When the call began and when the token ends, in epoch milliseconds of the database. Not counted from the moment of
   * writing: a statement may hang.
   */
  receivedAtMs: number;
  expiresAtMs: number;
  scopes: string[];
};

/** What the token engine reads and writes of grants. */
export class DatabaseGrantStore {
  readonly #knex: Knex;

  constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
  }

  async read(
    holder: GrantHolder & { kind: 'user' },
  ): Promise<Grant | undefined> {
    return this.#first({
      kind: holder.kind,
      owner: holder.owner,
      workspace_url: holder.workspaceUrl,
      app_connection: holder.appConnection.name,
    });
  }

  /**
   * @param definitionHashes - of what the service principal is here. Replicas whose primary keys differ may have made
   * a row each: all take the oldest
   */
  async readServicePrincipal(
    holder: GrantHolder & { kind: 'servicePrincipal' },
    definitionHashes: string[],
  ): Promise<Grant | undefined> {
    return this.#first(
      {
        kind: holder.kind,
        owner: holder.owner,
        workspace_url: holder.workspaceUrl,
      },
      query =>
        query
          .whereIn('app_connection', definitionHashes)
          .orderBy(['connected_at', 'id']),
    );
  }

  async readMany(ids: string[]): Promise<Grant[]> {
    const readAt = performance.now();
    const rows: DbTokenRow[] = await withDeadline(
      this.#knex('grants')
        .whereIn('id', ids)
        .select(...TOKEN_COLUMNS, { now_ms: databaseNow(this.#knex) }),
    );
    return rows.map(row => mapRow(row, readAt));
  }

  /** Which of these grants somebody renews at the moment: by id, the generation that is being renewed. */
  async renewing(ids: string[]): Promise<Map<string, number>> {
    const rows: { id: string; generation: number }[] = await withDeadline(
      this.#knex('grants')
        .whereIn('id', ids)
        .andWhere('lease_until', '>', databaseNow(this.#knex))
        .andWhere('lease_until', '<=', databaseNowPlus(this.#knex, LEASE_MS))
        .select('id', 'generation'),
    );
    return new Map(rows.map(({ id, generation }) => [id, generation]));
  }

  /**
   * Claims the right to renew a grant that is still as it was read: nobody has claimed it since, nor failed and asked
   * for a pause. That it can be written proves that the new tokens can be, before the old refresh token is spent.
   *
   * Has no deadline: whoever stops waiting must release what is claimed later.
   */
  async claim(
    lease: Lease,
    seen: Pick<Grant, 'leaseUntilMs' | 'retryAtMs'>,
  ): Promise<boolean> {
    const claimed = await this.#knex('grants')
      .where({
        id: lease.id,
        generation: lease.generation,
        lease_until: seen.leaseUntilMs ?? null,
        retry_at: seen.retryAtMs ?? null,
      })
      .update({
        lease_owner: lease.owner,
        lease_until: databaseNowPlus(this.#knex, LEASE_MS),
      });
    return claimed === 1;
  }

  /** Gives a lease back under which nothing was sent: the row is as before, also in what it tells of a lost answer. */
  async release(
    lease: Lease,
    seen: Pick<Grant, 'leaseUntilMs'>,
  ): Promise<boolean> {
    const released = await withDeadline(
      this.#fenced(lease).update({
        lease_owner: null,
        lease_until: seen.leaseUntilMs ?? null,
      }),
    );
    return released === 1;
  }

  /** @returns false when somebody newer won */
  async settle(lease: Lease, tokens: SealedTokens): Promise<boolean> {
    const settled = await withDeadline(
      this.#fenced(lease).update({
        access_token: tokens.accessToken,
        key_id: keyIdOf(tokens.accessToken),
        access_token_received_at: tokens.receivedAtMs,
        access_token_expires_at: tokens.expiresAtMs,
        scopes: tokens.scopes.join(' '),
        refresh_token: tokens.refreshToken ?? null,
        ...(tokens.rotated
          ? { refresh_token_received_at: tokens.receivedAtMs }
          : {}),
        generation: lease.generation + 1,
        lease_owner: null,
        lease_until: null,
        status: 'connected',
        reason_code: null,
        failures: 0,
        retry_at: null,
        refreshed_at: databaseNow(this.#knex),
      }),
    );
    return settled === 1;
  }

  /**
   * An answer that was lost leaves an ended lease behind, as a process does that died.
   *
   * @param rejectedDefinition - of the client that Databricks rejected: another one need not wait
   * @returns false when somebody newer won
   */
  async fail(
    lease: Lease,
    failure: RefreshFailure,
    rejectedDefinition?: string,
  ): Promise<boolean> {
    const dead = failure.status === 'reconnect_required';
    const settled = await withDeadline(
      this.#fenced(lease).update({
        lease_owner: null,
        lease_until: failure.answerLost ? databaseNow(this.#knex) : null,
        ...(rejectedDefinition ? { definition_hash: rejectedDefinition } : {}),
        failures: this.#knex.raw('failures + 1'),
        reason_code: failure.reasonCode ?? null,
        retry_at:
          failure.retryInMs === undefined
            ? null
            : databaseNowPlus(this.#knex, failure.retryInMs),
        ...(failure.status
          ? { status: failure.status, generation: lease.generation + 1 }
          : {}),
        ...(dead
          ? { access_token: null, refresh_token: null, key_id: null }
          : {}),
      }),
    );
    return settled === 1;
  }

  /** Notes which connections were used lately, those that are noted already excepted. */
  async markUsed(ids: string[]): Promise<void> {
    await withDeadline(
      this.#knex('grants')
        .whereIn('id', ids)
        .andWhere(builder =>
          builder
            .whereNull('used_at')
            .orWhere('used_at', '<', databaseNowPlus(this.#knex, -USE_NOTE_MS)),
        )
        .update({ used_at: databaseNow(this.#knex) }),
    );
  }

  async #first(
    columns: Record<string, string>,
    narrow: (query: Knex.QueryBuilder) => void = () => {},
  ): Promise<Grant | undefined> {
    const readAt = performance.now();
    const row: DbTokenRow | undefined = await withDeadline(
      this.#knex('grants')
        .where(columns)
        .modify(narrow)
        .first(...TOKEN_COLUMNS, { now_ms: databaseNow(this.#knex) }),
    );
    return row && mapRow(row, readAt);
  }

  #fenced(lease: Lease): Knex.QueryBuilder {
    return this.#knex('grants').where({
      id: lease.id,
      generation: lease.generation,
      lease_owner: lease.owner,
    });
  }
}

function mapRow(row: DbTokenRow, readAt: number): Grant {
  return {
    id: row.id,
    owner: row.owner,
    clientId: row.client_id,
    definitionHash: row.definition_hash ?? undefined,
    accessToken: row.access_token ?? undefined,
    refreshToken: row.refresh_token ?? undefined,
    scopes: row.scopes.split(' ').filter(Boolean),
    name: row.databricks_user_name ?? row.client_id,
    receivedAtMs: toEpochMs(row.access_token_received_at) ?? 0,
    expiresAtMs: toEpochMs(row.access_token_expires_at) ?? 0,
    generation: row.generation,
    leaseUntilMs: toEpochMs(row.lease_until),
    status: row.status,
    reasonCode: row.reason_code ?? undefined,
    failures: row.failures,
    retryAtMs: toEpochMs(row.retry_at),
    nowMs: toEpochMs(row.now_ms),
    readAt,
  };
}
