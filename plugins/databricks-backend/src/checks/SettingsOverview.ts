import {
  AppConnection,
  EncryptionState,
  FabricDefinition,
  Settings,
} from '@backstage-databricks/plugin-databricks-common';
import { DatabricksServiceError } from '../errors';
import { describeFabricDefinition } from '../fabrics';
import { WorkspaceProbe } from '../probes';
import {
  describeProvenance,
  LiveSettings,
  ResolvedAppConnection,
} from '../settings';
import { GrantFacts } from './CheckFacts';
import { checkList } from './checkList';

type SettingsOverviewOptions = {
  settings: LiveSettings;
  probe: WorkspaceProbe;
  redirectUrls: () => Settings['redirectUrls'];
  grantFacts: () => Promise<GrantFacts>;
  encryption: () => Promise<EncryptionState>;
  /** `pg` or a kind of SQLite. */
  databaseClient: string;
};

/** What admins see of everything. No secret is part of it, nor anything made of one. */
export class SettingsOverview {
  readonly #options: SettingsOverviewOptions;

  constructor(options: SettingsOverviewOptions) {
    this.#options = options;
  }

  /** As the database has it now, whichever replica changed it last. */
  async describe(): Promise<Settings> {
    const { settings, probe, databaseClient } = this.#options;
    await settings.reload();
    const snapshot = settings.current();
    const fabrics = [...snapshot.fabrics.values()];
    const redirectUrls = this.#options.redirectUrls();
    const [facts, encryption, workspaces] = await Promise.all([
      this.#options.grantFacts(),
      this.#options.encryption(),
      probe.checks(fabrics.map(it => it.workspaceUrl)),
    ]);
    return {
      redirectUrls,
      appConnections: [...snapshot.appConnections.values()].map(it =>
        describeAppConnection(it, facts),
      ),
      fabrics: fabrics.map(it =>
        describeFabricDefinition(
          it,
          facts.servicePrincipals.get(it.name)?.status,
        ),
      ),
      encryption,
      checks: checkList({
        snapshot,
        configProblem: settings.configProblem,
        workspaces,
        databaseClient,
        redirectUrls,
        encryption,
        grantFacts: facts,
        nowMs: Date.now(),
      }),
    };
  }

  /**
   * What a change has left there.
   *
   * @throws DatabricksServiceError `not_found`
   */
  async appConnection(name: string): Promise<AppConnection> {
    const connection = this.#options.settings
      .current()
      .appConnections.get(name);
    if (!connection) {
      throw new DatabricksServiceError('not_found');
    }
    return describeAppConnection(connection, await this.#factsIfKnown());
  }

  /**
   * What a change has left there.
   *
   * @throws DatabricksServiceError `not_found`
   */
  async fabric(name: string): Promise<FabricDefinition> {
    const fabric = this.#options.settings.current().fabrics.get(name);
    if (!fabric) {
      throw new DatabricksServiceError('not_found');
    }
    const { servicePrincipals } = await this.#factsIfKnown();
    return describeFabricDefinition(
      fabric,
      servicePrincipals.get(name)?.status,
    );
  }

  /** The change is done: that nothing more can be told of it does not make it an error. */
  async #factsIfKnown(): Promise<GrantFacts> {
    return this.#options.grantFacts().catch(() => ({
      connections: new Map(),
      rejectedAppConnections: new Set<string>(),
      scopesRejected: new Set<string>(),
      servicePrincipals: new Map(),
    }));
  }
}

function describeAppConnection(
  connection: ResolvedAppConnection,
  facts: GrantFacts,
): AppConnection {
  const connections = facts.connections.get(connection.name) ?? 0;
  return {
    ...describeProvenance(connection),
    name: connection.name,
    title: connection.title,
    clientId: connection.clientId,
    public: !connection.hasClientSecret,
    hasClientSecret: connection.hasClientSecret,
    scopes: [...connection.scopes],
    refreshTokenLifetime: { days: connection.refreshTokenLifetimeDays },
    sessionLifetime:
      connection.sessionLifetimeDays === undefined
        ? undefined
        : { days: connection.sessionLifetimeDays },
    default: connection.default,
    health: healthOf(connection.name, connections, facts),
    connections,
  };
}

function healthOf(
  name: string,
  connections: number,
  facts: GrantFacts,
): AppConnection['health'] {
  if (facts.rejectedAppConnections.has(name)) {
    return 'rejected';
  }
  return connections > 0 ? 'accepted' : 'unchecked';
}
