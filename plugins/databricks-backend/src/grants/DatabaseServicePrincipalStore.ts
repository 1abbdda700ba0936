import { Knex } from 'knex';
import { databaseNow, toEpochMs } from '../database/databaseTime';
import { withDeadline } from '../database/withDeadline';
import { Grant } from './Grant';

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

/** What is known of service principals, for cards. */
export class DatabaseServicePrincipalStore {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): DatabaseServicePrincipalStore {
    return new DatabaseServicePrincipalStore(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Without their tokens. */
  async list(fabrics: string[]): Promise<ServicePrincipalRow[]> {
    const rows: DbServicePrincipalRow[] = await withDeadline(
      this.#knex('grants')
        .where({ kind: 'servicePrincipal' })
        .whereIn('owner', fabrics)
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
