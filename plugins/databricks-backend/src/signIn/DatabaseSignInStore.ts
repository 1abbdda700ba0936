import {
  SignInErrorCode,
  SignInStatus,
} from '@backstage-databricks/plugin-databricks-common';
import { Knex } from 'knex';
import { setTimeout as delay } from 'node:timers/promises';
import {
  DAY_MS,
  databaseNow,
  databaseNowPlus,
  deleteInBatches,
  toEpochMs,
  transactionInTime,
  withDeadline,
} from '../database';
import { keyIdOf, SealedTable, Sealer } from '../encryption';
import { DatabricksServiceError } from '../errors';
import {
  ConsumedSignIn,
  RedirectPath,
  RefusalReason,
  RefusedCallback,
  SignInEnd,
  StartedSignIn,
} from './SignIn';
import { SIGN_IN_LIFETIME_MS } from './binding';
import {
  endOldest,
  endUnfinished,
  isAlone,
  refuseFlood,
} from './DatabaseStartLimits';

/** Longer than an exchange takes: three calls to Databricks, and writing what they brought, tried several times. */
const EXCHANGE_LIFETIME_MS = 120_000;

/** Pauses after each attempt: another start of the same user takes a few milliseconds. A crowd of them is refused. */
const PAUSES_MS = [20, 50, 100, 0];

/** How long the outcome of a sign-in can be asked for. A day, so that yesterday's trouble can be looked into. */
const KEPT_MS = DAY_MS;

/** What a verifier is bound to beside its `id`. None of these ever changes. */
const BOUND_COLUMNS = [
  'user_entity_ref',
  'state_hash',
  'browser_hash',
  'redirect_path',
  'redirect_uri',
  'fabric',
  'issuer',
  'app_connection',
  'client_id',
  'scopes',
  'display',
  'return_to',
] as const satisfies (keyof DbSignInRow)[];

type SealedSignInRow = Pick<DbSignInRow, 'id' | (typeof BOUND_COLUMNS)[number]>;

/** What is sealed in `sign_ins`, and what it is bound to. */
export const sealedVerifiers = {
  table: 'sign_ins',
  purpose: 'sign-ins',
  columns: ['code_verifier'],
  key: ['id'],
  place: (row: SealedSignInRow, column: string) => ({
    table: 'sign_ins',
    column,
    rowId: row.id,
    bound: BOUND_COLUMNS.map(it => row[it]),
  }),
} satisfies SealedTable;

/** A row of `sign_ins`, as the drivers return it. */
export type DbSignInRow = {
  id: string;
  user_entity_ref: string;
  state_hash: string;
  redirect_path: RedirectPath;
  redirect_uri: string;
  fabric: string | null;
  issuer: string;
  app_connection: string;
  client_id: string;
  scopes: string;
  display: StartedSignIn['display'];
  return_to: string | null;
  code_verifier: string | null;
  key_id: string | null;
  browser_hash: string;
  status: SignInStatus;
  error_code: SignInErrorCode | null;
  error_reason: string | null;
  expires_at: string | number;
  consumed_at: string | number | null;
  ended_at: string | number | null;
  rejected_client_hash: string | null;
};

/** What proves that a callback belongs to a sign-in. */
export type CallbackProof = {
  stateHash: string;
  browserHash: string;
  redirectPath: RedirectPath;
};

/** An attempt to consume a sign-in. */
export type ConsumeAttempt = { consumedAt?: string | number };

/** Sign-ins. State and cookie are kept as hashes, the PKCE verifier sealed until it is used. */
export class DatabaseSignInStore {
  readonly #knex: Knex;
  readonly #sealer: Sealer;

  constructor(options: { knex: Knex; sealer: Sealer }) {
    this.#knex = options.knex;
    this.#sealer = options.sealer;
  }

  /**
   * Keeps a new sign-in and ends the oldest ones above the limit of pending ones.
   *
   * @returns when it expires, in epoch milliseconds
   * @throws DatabricksServiceError `too_many_requests`, `unavailable`
   */
  async insert(
    signIn: StartedSignIn,
    proof: { stateHash: string; browserHash: string; codeVerifier: string },
  ): Promise<number> {
    // The limit is checked again in the transaction; here most of a flood is refused without one
    await withDeadline(refuseFlood(this.#knex, signIn.userEntityRef));
    const bound = {
      id: signIn.id,
      user_entity_ref: signIn.userEntityRef,
      state_hash: proof.stateHash,
      browser_hash: proof.browserHash,
      redirect_path: signIn.redirectPath,
      redirect_uri: signIn.redirectUri,
      fabric: signIn.fabric ?? null,
      issuer: signIn.issuer,
      app_connection: signIn.appConnection,
      client_id: signIn.clientId,
      scopes: signIn.scopes.join(' '),
      display: signIn.display,
      return_to: signIn.returnTo ?? null,
    };
    const codeVerifier = this.#sealer.seal(
      sealedVerifiers.purpose,
      sealedVerifiers.place(bound, 'code_verifier'),
      proof.codeVerifier,
    );
    const row = {
      ...bound,
      code_verifier: codeVerifier,
      key_id: keyIdOf(codeVerifier),
      status: 'pending' as const,
    };
    for (const pauseMs of PAUSES_MS) {
      const expiresAtMs = await transactionInTime(this.#knex, trx =>
        this.#insertAlone(trx, row),
      );
      if (expiresAtMs !== undefined) {
        return expiresAtMs;
      }
      await delay(pauseMs);
    }
    throw new DatabricksServiceError('too_many_requests', {
      retryAfterSeconds: 1,
    });
  }

  /** @returns undefined while another start of the same user runs */
  async #insertAlone(
    trx: Knex.Transaction,
    row: Partial<DbSignInRow> & { id: string; user_entity_ref: string },
  ): Promise<number | undefined> {
    const { id, user_entity_ref: userEntityRef } = row;
    if (!(await isAlone(trx, userEntityRef))) {
      return undefined;
    }
    await refuseFlood(trx, userEntityRef);
    const [inserted]: Pick<DbSignInRow, 'expires_at'>[] = await trx('sign_ins')
      .insert({
        ...row,
        created_at: databaseNow(this.#knex),
        expires_at: databaseNowPlus(this.#knex, SIGN_IN_LIFETIME_MS),
      })
      .returning(['expires_at']);
    await endOldest(trx, userEntityRef, id);
    return toEpochMs(inserted.expires_at);
  }

  /**
   * Takes a sign-in for its callback: one statement that only one caller can win, on any replica. The wrong browser
   * changes nothing, so that the right one can still finish.
   *
   * @param attempt - is told when this took place, also where it fails then
   */
  async consume(
    proof: CallbackProof,
    attempt: ConsumeAttempt = {},
  ): Promise<ConsumedSignIn | RefusedCallback> {
    const now = databaseNow(this.#knex);
    const row = await transactionInTime(this.#knex, async trx => {
      const [consumed]: DbSignInRow[] = await this.#pending(proof, trx)
        .whereNull('consumed_at')
        .andWhere('expires_at', '>', now)
        .update({ consumed_at: now })
        .returning('*');
      attempt.consumedAt = consumed?.consumed_at ?? undefined;
      return consumed;
    });
    if (!row) {
      return this.#whyRefused(proof);
    }
    const codeVerifier = this.#openVerifier(row);
    const signIn = mapRow(row);
    // Where a row may have been altered, it does not say where the browser goes either
    return codeVerifier
      ? { ...signIn, codeVerifier }
      : { ...signIn, returnTo: undefined };
  }

  /**
   * Ends a sign-in, within the caller's transaction if there is one.
   *
   * @returns false when it had ended before
   */
  async end(
    id: string,
    end: SignInEnd,
    trx: Knex | Knex.Transaction = this.#knex,
  ): Promise<boolean> {
    const ended = await withDeadline(
      trx('sign_ins')
        .where({ id, status: 'pending' })
        .update(this.#columnsOf(end)),
    );
    return ended === 1;
  }

  /** Ends a sign-in of this user that has not ended yet. Where its code is being exchanged, `end` finds that out. */
  async cancel(userEntityRef: string, id: string): Promise<void> {
    const pending = { id, user_entity_ref: userEntityRef, status: 'pending' };
    await transactionInTime(this.#knex, trx =>
      endUnfinished(trx('sign_ins').where(pending)),
    );
  }

  /** Whether a sign-in whose callback has come was cancelled since: nothing else makes it expire in the database. */
  async isCancelled(id: string): Promise<boolean> {
    const cancelled = await withDeadline(
      this.#knex('sign_ins').where({ id, status: 'expired' }).first('id'),
    );
    return cancelled !== undefined;
  }

  /** Ends a sign-in that could not be consumed in time, unless another callback has consumed it since. */
  async endUnconsumed(
    proof: CallbackProof,
    { consumedAt }: ConsumeAttempt,
    end: SignInEnd,
  ): Promise<boolean> {
    const ended = await withDeadline(
      this.#pending(proof)
        .andWhere(builder => {
          builder.whereNull('consumed_at');
          if (consumedAt !== undefined) {
            builder.orWhere('consumed_at', consumedAt);
          }
        })
        .update(this.#columnsOf(end)),
    );
    return ended === 1;
  }

  /** Commits nothing after it has failed. */
  async transaction<T>(
    work: (trx: Knex.Transaction) => Promise<T>,
  ): Promise<T> {
    return transactionInTime(this.#knex, work);
  }

  /** @returns undefined for anything that is not this user's */
  async find(userEntityRef: string, id: string) {
    const row: (DbSignInRow & { now_ms: string | number }) | undefined =
      await withDeadline(
        this.#knex('sign_ins')
          .where({ id, user_entity_ref: userEntityRef })
          .first('sign_ins.*', { now_ms: databaseNow(this.#knex) }),
      );
    if (!row) {
      return undefined;
    }
    // A sign-in that was consumed in time may be exchanged beyond its expiry, unless its process has died
    const endsAtMs = Math.max(
      toEpochMs(row.expires_at),
      (toEpochMs(row.consumed_at) ?? 0) + EXCHANGE_LIFETIME_MS,
    );
    const isOver = endsAtMs <= toEpochMs(row.now_ms);
    return {
      id,
      status: row.status === 'pending' && isOver ? 'expired' : row.status,
      errorCode: row.error_code ?? undefined,
      reason: row.error_reason ?? undefined,
    };
  }

  /** Removes the sign-ins that ended, one way or another, more than a day ago. */
  async removeOld(signal: AbortSignal): Promise<number> {
    return deleteInBatches(
      this.#knex,
      'sign_ins',
      query =>
        query.where('expires_at', '<', databaseNowPlus(this.#knex, -KEPT_MS)),
      signal,
    );
  }

  #columnsOf(end: SignInEnd) {
    const failure = end.status === 'succeeded' ? undefined : end;
    return {
      status: end.status,
      error_code: failure?.error ?? null,
      error_reason: failure?.reason ?? null,
      rejected_client_hash: failure?.rejectedClientHash ?? null,
      ended_at: databaseNow(this.#knex),
      code_verifier: null,
      key_id: null,
    };
  }

  #pending(
    proof: CallbackProof,
    knex: Knex | Knex.Transaction = this.#knex,
  ): Knex.QueryBuilder {
    return knex('sign_ins').where({
      state_hash: proof.stateHash,
      browser_hash: proof.browserHash,
      redirect_path: proof.redirectPath,
      status: 'pending',
    });
  }

  #openVerifier(row: DbSignInRow): string | undefined {
    try {
      const { purpose, place } = sealedVerifiers;
      const at = place(row, 'code_verifier');
      return this.#sealer.open(purpose, at, row.code_verifier ?? '');
    } catch {
      return undefined;
    }
  }

  async #whyRefused(proof: CallbackProof): Promise<RefusedCallback> {
    const row: DbSignInRow | undefined = await withDeadline(
      this.#knex('sign_ins').where({ state_hash: proof.stateHash }).first(),
    );
    return row
      ? { refused: refusalOf(row, proof), signIn: mapRow(row) }
      : { refused: 'unknown_state' };
  }
}

function refusalOf(row: DbSignInRow, proof: CallbackProof): RefusalReason {
  if (row.browser_hash !== proof.browserHash) {
    return 'other_browser';
  }
  if (row.redirect_path !== proof.redirectPath) {
    return 'other_callback';
  }
  return row.consumed_at === null ? 'expired' : 'replayed';
}

function mapRow(row: DbSignInRow): StartedSignIn {
  return {
    id: row.id,
    userEntityRef: row.user_entity_ref,
    redirectPath: row.redirect_path,
    redirectUri: row.redirect_uri,
    fabric: row.fabric ?? undefined,
    issuer: row.issuer,
    appConnection: row.app_connection,
    clientId: row.client_id,
    scopes: row.scopes.split(' '),
    display: row.display,
    returnTo: row.return_to ?? undefined,
  };
}
