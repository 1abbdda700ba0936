import {
  Connection,
  Fabric,
  FabricList,
} from '@backstage-databricks/plugin-databricks-common';
import { Access, User } from '../access';
import {
  DatabaseConnectionStore,
  DatabaseGrantUseStore,
  describeConnection,
  UserConnection,
} from '../connections';
import { connectionProblem, ServicePrincipals, TokenVault } from '../grants';
import {
  appConnectionProblem,
  isSignInNeeded,
  issuerOf,
  isWorkspaceOf,
  LiveSettings,
  ResolvedFabric,
  workspaceTitle,
} from '../settings';
import { describeFabric, describeFabricRow } from './describeFabric';
import {
  describeIdentityTest,
  describeSignIn,
  SignInAtIssuer,
} from './describeSignIn';
import { describeTest } from './describeTest';
import { FabricNames } from './FabricNames';
import { FabricView } from './fabricWarnings';
import { TestResults } from './TestResults';

type FabricsOptions = {
  settings: LiveSettings;
  access: Access;
  connectionStore: DatabaseConnectionStore;
  servicePrincipals: ServicePrincipals;
  vault: TokenVault;
  testResults: TestResults;
  names: FabricNames;
  useStore: DatabaseGrantUseStore;
};

/** What a user sees of fabrics and connections. All of it comes from the database and from memory: Databricks is not asked. */
export class Fabrics {
  readonly #options: FabricsOptions;

  constructor(options: FabricsOptions) {
    this.#options = options;
  }

  /** The fabrics that the user may use, and where the user signs in for them. Four statements for any number of fabrics. */
  async list(user: User): Promise<FabricList> {
    const { access, settings } = this.#options;
    const usable = await access.usableFabrics(user);
    const editable = await access.editableFabrics(user, usable);
    const { admin, views, signIns } = await this.#look(
      user,
      usable,
      usable,
      editable,
    );
    return {
      items: views.map(describeFabricRow),
      issuers: signIns.map(({ issuer }) => issuer),
      admin,
      admins: access.admins(),
      paused: settings.current().paused,
    };
  }

  /** @throws DatabricksServiceError `not_found`, also for a fabric of others */
  async get(user: User, name: string): Promise<Fabric> {
    const { access, testResults, useStore } = this.#options;
    const fabric = await access.usableFabric(user, name);
    // All fabrics are needed: the connection of this one names those that it serves
    const usable = await access.usableFabrics(user);
    const editable = await access.editableFabrics(user, [fabric]);
    const { views } = await this.#look(user, usable, [fabric], editable);
    const [view] = views;
    const { user: asUser, servicePrincipal } = view.tests;
    const [linesOfUser, linesOfServicePrincipal] = await testResults.checks(
      fabric,
      [asUser, servicePrincipal],
    );
    const connectionId = view.signIn?.connectionId;
    const servicePrincipalId = view.servicePrincipalState?.grantId;
    const uses = await useStore.list(
      [connectionId, servicePrincipalId].filter(it => it !== undefined),
    );
    return {
      ...describeFabric(view, {
        user: uses.get(connectionId),
        servicePrincipal: uses.get(servicePrincipalId),
      }),
      lastTest:
        asUser || servicePrincipal
          ? {
              user: describeTest(asUser, linesOfUser),
              servicePrincipal: describeTest(
                servicePrincipal,
                linesOfServicePrincipal,
              ),
            }
          : undefined,
    };
  }

  /** The connections of the user, the oldest first, each with its last test. */
  async connections(user: User): Promise<Connection[]> {
    const { access, settings, testResults, useStore } = this.#options;
    const usable = await access.usableFabrics(user);
    const { connections, nowMs } = await this.#connectionsOf(user);
    const [tests, uses] = await Promise.all([
      testResults.find(connections, []),
      useStore.list(connections.map(it => it.id)),
    ]);
    return connections.reverse().map(it => ({
      ...describeConnection(it, settings.current(), usable, nowMs),
      lastTest: describeIdentityTest(tests.newest(it.id)),
      lastUsedBy: uses.get(it.id),
    }));
  }

  /** What the user holds, with what is known of its clients. */
  async #connectionsOf(
    user: User,
  ): Promise<{ connections: UserConnection[]; nowMs: number }> {
    const { connectionStore, settings, vault } = this.#options;
    const { userEntityRef: owner } = user;
    const { connections, nowMs } = await connectionStore.list({ user: owner });
    const { appConnections } = settings.current();
    return {
      nowMs,
      connections: connections.map(it => {
        const appConnection = appConnections.get(it.appConnection);
        const isRejected =
          appConnection &&
          vault.isClientRejected(it, {
            kind: 'user',
            owner,
            workspaceUrl: it.issuer,
            appConnection,
          });
        const clientProblem = isRejected
          ? connectionProblem('app_connection_rejected', it)
          : appConnectionProblem(it, appConnection);
        return { ...it, clientProblem };
      }),
    };
  }

  /**
   * @param usable - the fabrics that the user may use
   * @param shown - those of them that are asked for
   * @param editable - names of those that the user may change
   */
  async #look(
    user: User,
    usable: ResolvedFabric[],
    shown: ResolvedFabric[],
    editable: ReadonlySet<string>,
  ): Promise<{
    admin: boolean;
    views: FabricView[];
    signIns: SignInAtIssuer[];
  }> {
    const { access, names, servicePrincipals, settings, testResults } =
      this.#options;
    const [{ connections, nowMs }, states, known, admin] = await Promise.all([
      this.#connectionsOf(user),
      servicePrincipals.states(shown),
      names.find(shown),
      access.isAdmin(user),
    ]);
    const tests = await testResults.find(connections, states.values());
    const snapshot = settings.current();
    const signIns = new Map<string, SignInAtIssuer>();
    for (const [id, fabrics] of byIssuer(usable)) {
      const connection = connections.find(it => isWorkspaceOf(fabrics[0], it));
      signIns.set(
        id,
        describeSignIn(fabrics, snapshot, connection, nowMs, {
          admin,
          lastTest: tests.newest(connection?.id),
        }),
      );
    }
    return {
      admin,
      signIns: [...signIns.values()],
      views: shown.map(fabric => {
        const signIn = isSignInNeeded(fabric)
          ? signIns.get(issuerOf(fabric.workspaceUrl, fabric.appConnection).id)
          : undefined;
        const servicePrincipalState = states.get(fabric.name);
        return {
          fabric,
          workspaceTitle: workspaceTitle(fabric.workspaceUrl, snapshot),
          signIn,
          servicePrincipalState,
          tests: {
            user: tests.of(fabric, signIn?.connectionId),
            servicePrincipal: tests.of(fabric, servicePrincipalState?.grantId),
          },
          names: known.get(fabric.name) ?? {},
          canEdit: editable.has(fabric.name),
          nowMs,
        };
      }),
    };
  }
}

/** The fabrics that need a sign-in, by the ID of their issuer. */
function byIssuer(fabrics: ResolvedFabric[]): Map<string, ResolvedFabric[]> {
  const groups = new Map<string, ResolvedFabric[]>();
  for (const fabric of fabrics.filter(isSignInNeeded)) {
    const { id } = issuerOf(fabric.workspaceUrl, fabric.appConnection);
    const group = groups.get(id) ?? [];
    group.push(fabric);
    groups.set(id, group);
  }
  return groups;
}
