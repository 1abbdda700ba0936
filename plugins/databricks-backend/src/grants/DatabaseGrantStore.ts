import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { databaseNow, databaseNowPlus, withDeadline } from '../database';
import { keyIdOf, SealedTable } from '../encryption';
import { Grant, GrantHolder, ServicePrincipalHolder } from './Grant';
import {
  BOUND_COLUMNS,
  DbGrantRow,
  ERASED_TOKENS,
  grantOf,
  NO_VERDICT,
  placeOf,
} from './GrantRow';
import { REJECTED_PAUSE_MS, RefreshFailure } from './refreshFailure';

/** Three times the deadline of a call, so that a slow owner still settles; after it others may try. */
export const LEASE_MS = 30_000;

/** What is sealed in `grants`, and what it is bound to. */
export const sealedTokens = {
  table: 'grants',
  purpose: 'tokens',
  columns: ['access_token', 'refresh_token'],
  key: ['id'],
  fence: 'generation',
  place: (row: Parameters<typeof placeOf>[0], column: string) => ({
    ...placeOf(row),
    column,
  }),
} satisfies SealedTable;

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

/** All but the tokens. Listed: whoever waits for a token pays for each that nobody reads. */
const STATE_COLUMNS: (keyof DbGrantRow)[] = [
  'id',
  ...BOUND_COLUMNS,
  'scopes',
  'key_id',
  'unreadable_at',
  'access_token_received_at',
  'access_token_expires_at',
  'generation',
  'lease_until',
  'answer_lost',
  'status',
  'reason_code',
  'rejected_client_hash',
  'failures',
  'retry_at',
  'ended_reason',
];

/** What the token engine reads and writes of grants. */
export class DatabaseGrantStore {
  readonly #knex: Knex;
  /** What is read of a grant, written once: many tokens are read. */
  readonly #state: Knex.Raw;
  readonly #stateAndTokens: Knex.Raw;

  constructor(options: { knex: Knex }) {
    const { knex } = options;
    const withNow = (columns: string[]) =>
      // eslint-disable-next-line no-restricted-syntax -- our own columns
      knex.raw([...columns, `${databaseNow(knex)} as now_ms`].join(', '));
    this.#knex = knex;
    this.#state = withNow(STATE_COLUMNS);
    this.#stateAndTokens = withNow([...STATE_COLUMNS, ...sealedTokens.columns]);
  }

  /**
   * @param definitionHashes - of what a service principal is here. Replicas whose primary keys differ may have made
   * a row each: all take the oldest
   */
  async read(
    holder: GrantHolder,
    definitionHashes: string[] = [],
  ): Promise<Grant | undefined> {
    const { kind, owner, workspaceUrl: issuer } = holder;
    const query = this.#knex('grants').where({ kind, owner, issuer }).limit(1);
    const [grant] = await this.#grants(
      holder.kind === 'user'
        ? query.where({ app_connection: holder.appConnection.name })
        : query
            .whereIn('definition_hash', definitionHashes)
            .orderBy(['connected_at', 'id']),
    );
    return grant;
  }

  async readMany(ids: string[]): Promise<Grant[]> {
    return this.#grants(this.#knex('grants').whereIn('id', ids));
  }

  /** Which of these grants somebody renews at the moment, and which generation of them. */
  async renewing(ids: string[]): Promise<Pick<Grant, 'id' | 'generation'>[]> {
    return withDeadline(
      this.#knex('grants')
        .whereIn('id', ids)
        .andWhere('lease_until', '>', databaseNow(this.#knex))
        .andWhere('lease_until', '<=', databaseNowPlus(this.#knex, LEASE_MS))
        .select('id', 'generation'),
    );
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
        // Whoever held the lease that is over has died, maybe between the call and its settling
        ...(seen.leaseUntilMs === undefined ? {} : { answer_lost: true }),
      });
    return claimed === 1;
  }

  /** Gives a lease back under which nothing was sent. */
  async release(lease: Lease): Promise<boolean> {
    const released = await withDeadline(
      this.#fenced(lease).update({ lease_owner: null, lease_until: null }),
    );
    return released === 1;
  }

  /** @returns false when somebody newer won */
  async settle(lease: Lease, tokens: SealedTokens): Promise<boolean> {
    const settled = await withDeadline(
      this.#fenced(lease).update({
        access_token: tokens.accessToken,
        refresh_token: tokens.refreshToken ?? null,
        key_id: keyIdOf(tokens.accessToken),
        unreadable_at: null,
        access_token_received_at: tokens.receivedAtMs,
        access_token_expires_at: tokens.expiresAtMs,
        ...(tokens.rotated
          ? { refresh_token_received_at: tokens.receivedAtMs }
          : {}),
        scopes: tokens.scopes.join(' '),
        generation: lease.generation + 1,
        lease_owner: null,
        lease_until: null,
        answer_lost: false,
        status: 'connected',
        reason_code: null,
        ...NO_VERDICT,
        failures: 0,
        retry_at: null,
        refreshed_at: databaseNow(this.#knex),
      }),
    );
    return settled === 1;
  }

  /**
   * @param clientHash - of the client that Databricks was shown: a verdict is about no other one
   * @returns false when somebody newer won
   */
  async fail(
    lease: Lease,
    failure: RefreshFailure,
    clientHash?: string,
  ): Promise<boolean> {
    const settled = await withDeadline(
      this.#fenced(lease).update({
        lease_owner: null,
        lease_until: null,
        answer_lost: failure.answerLost ?? false,
        ...(failure.verdict && {
          verdict: failure.verdict,
          verdict_at: databaseNow(this.#knex),
          rejected_client_hash: clientHash ?? null,
        }),
        failures: this.#knex.raw('failures + 1'),
        reason_code: failure.reasonCode ?? null,
        retry_at:
          failure.retryInMs === undefined
            ? null
            : databaseNowPlus(this.#knex, failure.retryInMs),
        ...(failure.status
          ? { status: failure.status, generation: lease.generation + 1 }
          : {}),
        ...(failure.status === 'reconnect_required'
          ? { ...ERASED_TOKENS, ended_at: databaseNow(this.#knex) }
          : {}),
      }),
    );
    return settled === 1;
  }

  /** Notes whether the tokens of a grant open, as it was read. Others may have written newer ones since. */
  async noteReadable(
    grant: Pick<Grant, 'id' | 'generation'>,
    isReadable: boolean,
  ): Promise<void> {
    await withDeadline(
      this.#knex('grants')
        .where({ id: grant.id, generation: grant.generation })
        .update({
          unreadable_at: isReadable ? null : databaseNow(this.#knex),
        }),
    );
  }

  /**
   * Notes that Databricks refuses the holder of a grant for good, or does not any more, unless the tokens have changed
   * since it was read. A renewal would bring nothing for a while: it would leave one more live refresh token behind.
   *
   * @param refusal - why; undefined: it does not
   */
  async noteRefusal(
    { id, generation }: Pick<Grant, 'id' | 'generation'>,
    refusal: string | undefined,
  ): Promise<void> {
    await withDeadline(
      this.#knex('grants')
        .where({ id, generation, status: 'connected' })
        .update(
          refusal === undefined
            ? { reason_code: null, failures: 0, retry_at: null }
            : {
                reason_code: refusal,
                failures: this.#knex.raw('failures + 1'),
                retry_at: databaseNowPlus(this.#knex, REJECTED_PAUSE_MS),
              },
        ),
    );
  }

  /**
   * Makes the row of a service principal as it is defined here. Rows of other definitions stay: while a secret or the
   * scopes are changed, replicas that have not heard of it work with theirs. Their tokens are dropped, once.
   *
   * @param definitionHashes - the first is written; rows under the others are of the same definition
   */
  async ensureServicePrincipal(
    holder: ServicePrincipalHolder,
    definitionHashes: [string, ...string[]],
  ): Promise<void> {
    const { kind, owner } = holder;
    await withDeadline(
      this.#knex.transaction(async trx => {
        const made = await trx('grants')
          .insert({
            id: randomUUID(),
            kind,
            owner,
            issuer: holder.workspaceUrl,
            definition_hash: definitionHashes[0],
            client_id: holder.clientId,
            scopes: holder.scopes.join(' '),
            generation: 1,
            status: 'connected',
            connected_at: databaseNow(this.#knex),
          })
          .onConflict(['owner', 'definition_hash'])
          .ignore()
          .returning('id');
        if (made.length > 0) {
          await trx('grants')
            .where({ kind, owner })
            .whereNotIn('definition_hash', definitionHashes)
            .whereNotNull('access_token')
            .update({
              ...ERASED_TOKENS,
              generation: trx.raw('generation + 1'),
            });
        }
      }),
    );
  }

  /** Without their tokens, the oldest first. */
  async listServicePrincipals(fabrics: string[]): Promise<Grant[]> {
    return this.#grants(
      this.#knex('grants')
        .where({ kind: 'servicePrincipal' })
        .whereIn('owner', fabrics)
        .orderBy(['connected_at', 'id']),
      this.#state,
    );
  }

  async #grants(
    query: Knex.QueryBuilder,
    columns = this.#stateAndTokens,
  ): Promise<Grant[]> {
    const readAt = performance.now();
    const rows: DbGrantRow[] = await withDeadline(query.select(columns));
    return rows.map(row => grantOf(row, readAt));
  }

  #fenced(lease: Lease): Knex.QueryBuilder {
    return this.#knex('grants').where({
      id: lease.id,
      generation: lease.generation,
      lease_owner: lease.owner,
    });
  }
}
