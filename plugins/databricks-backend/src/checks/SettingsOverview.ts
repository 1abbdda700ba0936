import {
  AppConnection,
  FabricDefinition,
  Settings,
} from '@backstage-databricks/plugin-databricks-common';
import { DatabaseConnectionUpkeepStore } from '../connections';
import { Sealer, Sweep } from '../encryption';
import { DatabricksServiceError } from '../errors';
import { describeFabricDefinition } from '../fabrics';
import {
  appConnectionKey,
  isRefusedReason,
  ServicePrincipals,
} from '../grants';
import {
  describeProvenance,
  isWorkspaceOf,
  LiveSettings,
  ResolvedAppConnection,
} from '../settings';
import { DatabaseSignInEndStore, redirectUrls } from '../signIn';
import {
  AppConnectionFacts,
  appConnectionFacts,
  Objection,
} from './appConnectionFacts';
import { checkList } from './checkList';
import { WorkspaceChecks } from './WorkspaceChecks';

type SettingsOverviewOptions = {
  settings: LiveSettings;
  sealer: Sealer;
  upkeep: Pick<DatabaseConnectionUpkeepStore, 'appConnectionUses'>;
  signInEnds: Pick<DatabaseSignInEndStore, 'ends'>;
  servicePrincipals: ServicePrincipals;
  sweep: Sweep;
  workspaceChecks: WorkspaceChecks;
  /** `pg` or a kind of SQLite. */
  databaseClient: string;
};

/** What admins see of everything. No secret is part of it, nor anything made of one. */
export class SettingsOverview {
  readonly #options: SettingsOverviewOptions;

  constructor(options: SettingsOverviewOptions) {
    this.#options = options;
  }

  /** As the database has it now, whichever replica changed it last. No workspace is asked, since one may hang. */
  async describe(): Promise<Settings> {
    const { settings, servicePrincipals, sweep, workspaceChecks } =
      this.#options;
    await settings.reload();
    const snapshot = settings.current();
    const fabrics = [...snapshot.fabrics.values()];
    const [facts, states, encryption, workspaces, checking] = await Promise.all(
      [
        this.#appConnectionFacts(),
        servicePrincipals.states(fabrics),
        sweep.overview(),
        workspaceChecks.lines(),
        workspaceChecks.isRunning(),
      ],
    );
    const redirects = redirectUrls(snapshot.config);
    return {
      redirectUrls: redirects,
      appConnections: [...snapshot.appConnections.values()].map(it =>
        describeAppConnection(it, facts),
      ),
      fabrics: fabrics.map(it =>
        describeFabricDefinition(it, states.get(it.name)?.status),
      ),
      encryption,
      checking,
      paused: snapshot.paused,
      checks: checkList({
        snapshot,
        configProblem: settings.configProblem,
        workspaces,
        databaseClient: this.#options.databaseClient,
        redirectUrls: redirects,
        encryption,
        grantFacts: { ...facts, servicePrincipals: states },
        nowMs: Date.now(),
      }),
    };
  }

  /**
   * An app connection after a change.
   *
   * @throws DatabricksServiceError `not_found`
   */
  async appConnection(name: string): Promise<AppConnection> {
    const { appConnections } = this.#options.settings.current();
    const connection = appConnections.get(name);
    if (!connection) {
      throw new DatabricksServiceError('not_found');
    }
    const facts = await this.#appConnectionFacts().catch(unknown);
    return describeAppConnection(connection, facts);
  }

  /**
   * A fabric after a change.
   *
   * @throws DatabricksServiceError `not_found`
   */
  async fabric(name: string): Promise<FabricDefinition> {
    const fabric = this.#options.settings.current().fabrics.get(name);
    if (!fabric) {
      throw new DatabricksServiceError('not_found');
    }
    const states = await this.#options.servicePrincipals
      .states([fabric])
      .catch(unknown);
    return describeFabricDefinition(fabric, states?.get(name)?.status);
  }

  async #appConnectionFacts(): Promise<AppConnectionFacts> {
    const { signInEnds, upkeep } = this.#options;
    const [uses, ends] = await Promise.all([
      upkeep.appConnectionUses(),
      signInEnds.ends(),
    ]);
    return appConnectionFacts(uses, ends, it => this.#isCurrent(it));
  }

  /** Whether somebody can still sign in so, and what was rejected is still what the app connection has. */
  #isCurrent(objection: Objection): boolean {
    const { appConnection, issuer, what, clientHash, scopes } = objection;
    const { sealer, settings } = this.#options;
    const { appConnections, fabrics } = settings.current();
    const client = appConnections.get(appConnection);
    const isInUse = [...fabrics.values()].some(it =>
      isWorkspaceOf(it, { issuer, appConnection }),
    );
    if (!client || !isInUse) {
      return false;
    }
    if (isRefusedReason(what)) {
      return true;
    }
    const hashes = sealer.fingerprints(appConnectionKey(issuer, client));
    const hasSameScopes =
      what === 'client_rejected' ||
      scopes === undefined ||
      scopes === client.scopes.join(' ');
    return hashes.includes(clientHash ?? '') && hasSameScopes;
  }
}

/** The answer to a change, which is done, goes without what cannot be read. */
function unknown(): undefined {
  return undefined;
}

function describeAppConnection(
  connection: ResolvedAppConnection,
  facts: AppConnectionFacts | undefined,
): AppConnection {
  const connections = facts?.connections.get(connection.name) ?? 0;
  const isRejected = facts?.rejectedAppConnections.has(connection.name);
  const accepted = connections > 0 ? 'accepted' : 'unchecked';
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
    health: isRejected ? 'rejected' : accepted,
    connections,
  };
}
