import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { databaseNow, toEpochMs, withDeadline } from '../database';
import { Grant, GrantHolder } from './Grant';

type DbServicePrincipalRow = {
  owner: string;
  workspace_url: string;
  definition_hash: string | null;
  status: Grant['status'];
  reason_code: string | null;
  failures: number;
  retry_at: string | number | null;
  has_token: number;
  now_ms: string | number;
};

/** What a card tells of a service principal comes from this. */
export type ServicePrincipalRow = Pick<
  Grant,
  | 'owner'
  | 'definitionHash'
  | 'status'
  | 'reasonCode'
  | 'failures'
  | 'retryAtMs'
> & { workspaceUrl: string; hasToken: boolean; nowMs: number };

/** The rows of service principals: one a fabric and definition. */
export class DatabaseServicePrincipalStore {
  readonly #knex: Knex;

  constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
  }

  /**
   * Makes the row of a service principal as it is defined here. Rows of other definitions stay: while a secret or the
   * scopes are changed, replicas that have not heard of it work with theirs. Their tokens are dropped, once.
   *
   * @param definitionHashes - the first is written; rows under the others are of the same definition
   */
  async ensure(
    holder: GrantHolder & { kind: 'servicePrincipal' },
    definitionHashes: [string, ...string[]],
  ): Promise<void> {
    const [definitionHash] = definitionHashes;
    const { kind, owner } = holder;
    await withDeadline(
      this.#knex.transaction(async trx => {
        const made = await trx('grants')
          .insert({
            id: randomUUID(),
            kind,
            owner,
            workspace_url: holder.workspaceUrl,
            app_connection: definitionHash,
            client_id: holder.clientId,
            definition_hash: definitionHash,
            scopes: holder.scopes.join(' '),
            generation: 1,
            status: 'connected',
            failures: 0,
            connected_at: databaseNow(this.#knex),
          })
          .onConflict(['kind', 'owner', 'workspace_url', 'app_connection'])
          .ignore()
          .returning('id');
        if (made.length > 0) {
          await trx('grants')
            .where({ kind, owner })
            .whereNotIn('app_connection', definitionHashes)
            .whereNotNull('access_token')
            .update({
              access_token: null,
              key_id: null,
              lease_owner: null,
              lease_until: null,
              generation: trx.raw('generation + 1'),
            });
        }
      }),
    );
  }

  /** Without their tokens, the oldest first. */
  async list(fabrics: string[]): Promise<ServicePrincipalRow[]> {
    const rows: DbServicePrincipalRow[] = await withDeadline(
      this.#knex('grants')
        .where({ kind: 'servicePrincipal' })
        .whereIn('owner', fabrics)
        .orderBy(['connected_at', 'id'])
        .select(
          'owner',
          'workspace_url',
          'definition_hash',
          'status',
          'reason_code',
          'failures',
          'retry_at',
          {
            now_ms: databaseNow(this.#knex),
            has_token: this.#knex.raw(
              'case when access_token is null then 0 else 1 end',
            ),
          },
        ),
    );
    return rows.map(row => ({
      owner: row.owner,
      workspaceUrl: row.workspace_url,
      definitionHash: row.definition_hash ?? undefined,
      status: row.status,
      reasonCode: row.reason_code ?? undefined,
      failures: row.failures,
      retryAtMs: toEpochMs(row.retry_at),
      hasToken: row.has_token === 1,
      nowMs: toEpochMs(row.now_ms),
    }));
  }
}
