import {
  AppConnection,
  Check,
  FabricDefinition,
  Settings,
} from '@backstage-databricks/plugin-databricks-common';
import {
  CountedConnections,
  DatabaseConnectionCountStore,
  DatabaseConnectionUpkeepStore,
  DatabaseGrantUseStore,
} from '../connections';
import { Sealer, Sweep } from '../encryption';
import { DatabricksServiceError } from '../errors';
import { describeFabricDefinition, FabricNames } from '../fabrics';
import {
  appConnectionKey,
  isRefusedReason,
  ServicePrincipals,
} from '../grants';
import { CatalogEntities } from '../portal';
import {
  isWorkspaceOf,
  LiveSettings,
  ResolvedFabric,
  workspaceTitle,
} from '../settings';
import { DatabaseSignInEndStore, redirectUrls } from '../signIn';
import { acceptedAppConnections } from './acceptedAppConnections';
import { appConnectionFacts, Objection } from './appConnectionFacts';
import { checkList } from './checkList';
import { refsOf, unknownOwners } from './checkRefs';
import { describeAppConnection } from './describeAppConnection';
import { describeConsumers } from './describeConsumers';
import { settingsCounts } from './settingsCounts';
import { CheckedWorkspace, WorkspaceChecks } from './WorkspaceChecks';

type SettingsOverviewOptions = {
  settings: LiveSettings;
  sealer: Sealer;
  catalogEntities: CatalogEntities;
  counts: DatabaseConnectionCountStore;
  names: FabricNames;
  upkeep: Pick<DatabaseConnectionUpkeepStore, 'appConnectionUses'>;
  useStore: Pick<DatabaseGrantUseStore, 'lastUses'>;
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

  /**
   * As the database has it now, whichever replica changed it last. No workspace is asked, since one may hang. The number
   * of statements does not depend on how much there is.
   */
  async describe(): Promise<Settings> {
    const { catalogEntities, counts, settings, sweep, workspaceChecks } =
      this.#options;
    await settings.reload();
    const snapshot = settings.current();
    const fabrics = [...snapshot.fabrics.values()];
    const clients = [...snapshot.appConnections.values()];
    const [
      counted,
      { states, names },
      lastUses,
      encryption,
      workspaces,
      checking,
      unknownRefs,
    ] = await Promise.all([
      counts.byClient(snapshot.appConnections),
      this.#known(fabrics),
      this.#options.useStore.lastUses(),
      sweep.overview(),
      workspaceChecks.results(),
      workspaceChecks.isRunning(),
      catalogEntities.unknown(refsOf(snapshot)),
    ]);
    const facts = await this.#appConnectionFacts(counted);
    const redirects = redirectUrls(snapshot.config);
    return {
      redirectUrls: redirects,
      appConnections: clients.map(it => describeAppConnection(it, facts)),
      fabrics: fabrics.map(it =>
        describeFabricDefinition(it, {
          workspaceTitle: workspaceTitle(it.workspaceUrl, snapshot),
          names: names.get(it.name),
          servicePrincipalState: states.get(it.name),
        }),
      ),
      encryption,
      checking,
      checkedAt: lastCheckOf(workspaces),
      paused: snapshot.paused,
      consumers: describeConsumers(snapshot.config, lastUses),
      counts: settingsCounts(snapshot, counted, states),
      checks: checkList({
        snapshot,
        configProblem: settings.configProblem,
        workspaces,
        databaseClient: this.#options.databaseClient,
        redirectUrls: redirects,
        encryption,
        grantFacts: { ...facts, servicePrincipals: states },
        names,
        unknownRefs,
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
    const { counts, settings } = this.#options;
    const connection = settings.current().appConnections.get(name);
    if (!connection) {
      throw new DatabricksServiceError('not_found');
    }
    const facts = await counts
      .byClient(this.#options.settings.current().appConnections)
      .then(counted => this.#appConnectionFacts(counted))
      .catch(unknown);
    return describeAppConnection(connection, facts);
  }

  /**
   * A fabric after a change.
   *
   * @throws DatabricksServiceError `not_found`
   */
  async fabric(name: string): Promise<FabricDefinition> {
    const snapshot = this.#options.settings.current();
    const fabric = snapshot.fabrics.get(name);
    if (!fabric) {
      throw new DatabricksServiceError('not_found');
    }
    const known = await this.#known([fabric]).catch(unknown);
    return describeFabricDefinition(fabric, {
      workspaceTitle: workspaceTitle(fabric.workspaceUrl, snapshot),
      names: known?.names.get(name),
      servicePrincipalState: known?.states.get(name),
    });
  }

  /** The warning that the catalog does not know the owner whom a fabric is to have, if so. */
  async unknownOwner(
    fabric: Pick<ResolvedFabric, 'name' | 'title' | 'owner'>,
  ): Promise<Check[]> {
    const { catalogEntities } = this.#options;
    const unknownRefs = await catalogEntities.unknown([fabric.owner]);
    return unknownOwners([{ ...fabric, source: 'database' }], unknownRefs).map(
      ({ fix: _, ...line }) => ({ ...line, id: 'owner' }),
    );
  }

  async #known(fabrics: ResolvedFabric[]) {
    const { names, servicePrincipals } = this.#options;
    const [states, known] = await Promise.all([
      servicePrincipals.states(fabrics),
      names.find(fabrics),
    ]);
    return { states, names: known };
  }

  async #appConnectionFacts(counted: CountedConnections[]) {
    const { settings, signInEnds, upkeep } = this.#options;
    const [uses, ends] = await Promise.all([
      upkeep.appConnectionUses(),
      signInEnds.ends(),
    ]);
    return {
      ...appConnectionFacts(uses, ends, it => this.#isCurrent(it)),
      acceptedAppConnections: acceptedAppConnections(
        counted,
        ends,
        settings.current(),
      ),
    };
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

/** None where no workspace has been checked. */
function lastCheckOf(workspaces: CheckedWorkspace[]): string | undefined {
  return workspaces
    .flatMap(({ found }) => found?.at ?? [])
    .sort()
    .at(-1);
}
