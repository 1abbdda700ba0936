import { ComputeOptions } from '@backstage-databricks/plugin-databricks-common';
import { User } from '../access';
import { DatabaseConnectionStore, describeConnection } from '../connections';
import { DatabricksCallError, WorkspaceClient } from '../databricks';
import { DatabricksServiceError } from '../errors';
import { FabricTokens } from '../grants';
import { isWorkspaceOf, LiveSettings, ResolvedFabric } from '../settings';
import { answerOf, asRefused, askWorkspace, tokenFor } from './askWorkspace';
import { liveState } from './liveState';
import { failedCall } from './missingRights';

/** Of each kind. */
const MAX_LISTED = 200;

type ListedCompute = Awaited<
  ReturnType<WorkspaceClient['listWarehouses' | 'listClusters']>
>;

type ComputeListsOptions = {
  connectionStore: Pick<DatabaseConnectionStore, 'list'>;
  databricks: WorkspaceClient;
  settings: LiveSettings;
  tokens: FabricTokens;
};

/** Lists the compute of a workspace as the user who asks, by any sign-in of theirs there, and starts none. */
export class ComputeLists {
  readonly #options: ComputeListsOptions;

  constructor(options: ComputeListsOptions) {
    this.#options = options;
  }

  /**
   * Any fabric that a connection of this user at the workspace serves, whoever may use it: one that is live, if there is
   * one.
   *
   * @throws DatabricksServiceError `not_connected`
   */
  async fabricAt(user: User, workspaceUrl: string): Promise<ResolvedFabric> {
    const { connectionStore, settings } = this.#options;
    const { connections, nowMs } = await connectionStore.list({
      user: user.userEntityRef,
      issuer: workspaceUrl,
    });
    const snapshot = settings.current();
    const fabrics = [...snapshot.fabrics.values()];
    const served = connections.flatMap(connection => {
      const fabric = fabrics.find(it => isWorkspaceOf(it, connection));
      const { status } = describeConnection(connection, snapshot, [], nowMs);
      const isLive = status === 'connected' || status === 'expires_soon';
      return fabric ? [{ fabric, isLive }] : [];
    });
    const chosen = served.find(it => it.isLive) ?? served[0];
    if (!chosen) {
      throw new DatabricksServiceError('not_connected');
    }
    return chosen.fabric;
  }

  /**
   * @param fabric - of {@link fabricAt}
   * @throws DatabricksServiceError, every code of the token engine and `databricks_refused`
   */
  async list(fabric: ResolvedFabric, user: User): Promise<ComputeOptions> {
    const { databricks, tokens } = this.#options;
    const { workspaceUrl } = fabric;
    const asked = { fabric, as: 'user', user } as const;
    const { answers, isRenewed } = await askWorkspace(
      tokens,
      asked,
      await tokenFor(tokens, asked),
      async accessToken => {
        const caller = { workspaceUrl, accessToken };
        const [warehouse, cluster] = await Promise.all([
          answerOf(databricks.listWarehouses(caller)),
          answerOf(databricks.listClusters(caller)),
        ]);
        return { warehouse, cluster };
      },
    );
    const kinds = (['warehouse', 'cluster'] as const).map(kind => {
      const answer = answers[kind];
      return { kind, ...(isRenewed ? asRefused(answer) : answer) };
    });
    const failures = kinds.flatMap(({ error }) =>
      error ? [toServiceError(error, fabric)] : [],
    );
    // Who may see none of a kind sees the other one. What passes by itself would look as if there were none
    const failure =
      failures.find(it => it.code !== 'databricks_refused') ??
      (failures.length === kinds.length ? failures[0] : undefined);
    if (failure) {
      throw failure;
    }
    return {
      items: kinds.flatMap(it =>
        it.error
          ? []
          : firstByName(it.value).map(listed => ({
              ...listed,
              kind: it.kind,
              state: liveState(listed.state),
            })),
      ),
    };
  }
}

function firstByName(all: ListedCompute): ListedCompute {
  return [...all]
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
    .slice(0, MAX_LISTED);
}

function toServiceError(
  error: DatabricksCallError,
  fabric: ResolvedFabric,
): DatabricksServiceError {
  switch (error.kind) {
    case 'throttled':
      return new DatabricksServiceError('throttled', {
        retryAfterSeconds: error.retryAfterSeconds,
      });
    case 'not_sent':
    case 'unavailable':
    case 'outcome_unknown':
    case 'nonsense':
      return new DatabricksServiceError('databricks_unavailable', {
        message: error.message,
        network: error.network,
      });
    case 'forbidden':
      return new DatabricksServiceError('databricks_refused', {
        message:
          'Databricks lets you see neither SQL warehouses nor clusters of this workspace. An admin of the workspace can change that.',
      });
    default:
      return new DatabricksServiceError('databricks_refused', {
        message: failedCall('compute', error, { fabric, as: 'user' }).message,
      });
  }
}
