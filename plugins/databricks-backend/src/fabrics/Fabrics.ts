import {
  Fabric,
  FabricList,
} from '@backstage-databricks/plugin-databricks-common';
import { Access, User } from '../access';
import { Connections } from '../connections';
import { ServicePrincipals } from '../grants';
import {
  isSignInNeeded,
  issuerOf,
  LiveSettings,
  ResolvedFabric,
} from '../settings';
import {
  describeFabric,
  describeFabricRow,
  FabricView,
} from './describeFabric';
import { describeSignIn, SignInAtIssuer } from './describeSignIn';

type FabricsOptions = {
  settings: LiveSettings;
  access: Access;
  connections: Connections;
  servicePrincipals: ServicePrincipals;
};

/** What a user sees of fabrics: what the database and memory know, without a question to Databricks. */
export class Fabrics {
  readonly #settings: LiveSettings;
  readonly #access: Access;
  readonly #connections: Connections;
  readonly #servicePrincipals: ServicePrincipals;

  constructor(options: FabricsOptions) {
    this.#settings = options.settings;
    this.#access = options.access;
    this.#connections = options.connections;
    this.#servicePrincipals = options.servicePrincipals;
  }

  /** Those that the user may use, and where the user signs in for them. Two statements, however many there are. */
  async list(user: User): Promise<FabricList> {
    const usable = await this.#access.usableFabrics(user);
    const editable = await this.#access.editableFabrics(user, usable);
    const { views, signIns } = await this.#look(user, usable, usable, editable);
    return {
      items: views.map(describeFabricRow),
      issuers: signIns.map(({ issuer }) => issuer),
      admin: await this.#access.isAdmin(user),
      admins: this.#access.admins(),
    };
  }

  /** @throws DatabricksServiceError `not_found`, also for a fabric of others */
  async get(user: User, name: string): Promise<Fabric> {
    const fabric = await this.#access.usableFabric(user, name);
    // All of them: their connection names the fabrics that it serves
    const usable = await this.#access.usableFabrics(user);
    const editable = await this.#access.editableFabrics(user, [fabric]);
    const { views } = await this.#look(user, usable, [fabric], editable);
    return describeFabric(views[0]);
  }

  /**
   * @param usable - the fabrics that the user may use
   * @param shown - those of them that are asked for
   * @param editable - names of those that the user may change
   */
  async #look(
    { userEntityRef }: User,
    usable: ResolvedFabric[],
    shown: ResolvedFabric[],
    editable: ReadonlySet<string>,
  ): Promise<{ views: FabricView[]; signIns: SignInAtIssuer[] }> {
    const [{ connections, nowMs }, servicePrincipals] = await Promise.all([
      this.#connections.list(userEntityRef),
      this.#servicePrincipals.states(shown),
    ]);
    const { appConnections } = this.#settings.current();
    const connectionsById = new Map(
      connections.map(it => [issuerOf(it.issuer, it.appConnection).id, it]),
    );
    const signIns = new Map<string, SignInAtIssuer>();
    for (const [id, fabrics] of byIssuer(usable)) {
      signIns.set(
        id,
        describeSignIn({
          fabrics,
          appConnection: appConnections.get(fabrics[0].appConnection ?? ''),
          connection: connectionsById.get(id),
          nowMs,
        }),
      );
    }
    return {
      signIns: [...signIns.values()],
      views: shown.map(fabric => ({
        fabric,
        signIn: isSignInNeeded(fabric)
          ? signIns.get(issuerOf(fabric.workspaceUrl, fabric.appConnection).id)
          : undefined,
        servicePrincipalState: servicePrincipals.get(fabric.name),
        canEdit: editable.has(fabric.name),
        nowMs,
      })),
    };
  }
}

/** Those that need a sign-in, by where. */
function byIssuer(fabrics: ResolvedFabric[]): Map<string, ResolvedFabric[]> {
  const groups = new Map<string, ResolvedFabric[]>();
  for (const fabric of fabrics.filter(isSignInNeeded)) {
    const { id } = issuerOf(fabric.workspaceUrl, fabric.appConnection);
    const group = groups.get(id);
    if (group) {
      group.push(fabric);
    } else {
      groups.set(id, [fabric]);
    }
  }
  return groups;
}
