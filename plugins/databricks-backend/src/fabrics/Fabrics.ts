import {
  Fabric,
  FabricList,
} from '@backstage-databricks/plugin-databricks-common';
import { Access, User } from '../access';
import { Connections } from '../connections';
import { ServicePrincipals } from '../grants';
import { ResolvedFabric, LiveSettings, isWorkspaceOf } from '../settings';
import { describeFabric } from './describeFabric';

type FabricsOptions = {
  access: Access;
  settings: LiveSettings;
  connections: Connections;
  servicePrincipals: ServicePrincipals;
};

/** What a user sees of fabrics. */
export class Fabrics {
  readonly #access: Access;
  readonly #settings: LiveSettings;
  readonly #connections: Connections;
  readonly #servicePrincipals: ServicePrincipals;

  constructor(options: FabricsOptions) {
    this.#access = options.access;
    this.#settings = options.settings;
    this.#connections = options.connections;
    this.#servicePrincipals = options.servicePrincipals;
  }

  /** All fabrics that a user may use. */
  async list(user: User): Promise<FabricList> {
    const usable = await this.#access.usableFabrics(user);
    return {
      items: await this.#describe(
        user.userEntityRef,
        usable,
        await this.#access.editableFabrics(user, usable),
      ),
      admin: await this.#access.isAdmin(user),
      admins: this.#access.admins(),
    };
  }

  /** @throws DatabricksServiceError `not_found`, also for a fabric of others */
  async get(user: User, name: string): Promise<Fabric> {
    const fabric = await this.#access.usableFabric(user, name);
    const [described] = await this.#describe(
      user.userEntityRef,
      await this.#access.usableFabrics(user),
      await this.#access.editableFabrics(user, [fabric]),
      [fabric],
    );
    return described;
  }

  /**
   * @param usable - the fabrics that the user may use
   * @param editable - names of those that the user may change
   * @param shown - those of them that are asked for
   */
  async #describe(
    userEntityRef: string,
    usable: ResolvedFabric[],
    editable: ReadonlySet<string>,
    shown: ResolvedFabric[] = usable,
  ): Promise<Fabric[]> {
    const { appConnections } = this.#settings.current();
    const [{ connections, nowMs }, servicePrincipals] = await Promise.all([
      this.#connections.list(userEntityRef),
      this.#servicePrincipals.states(shown),
    ]);
    return shown.map(fabric => {
      const connection = connections.find(it => isWorkspaceOf(fabric, it));
      return describeFabric({
        fabric,
        appConnection: appConnections.get(fabric.appConnection ?? ''),
        connection,
        connectedFabrics: connection
          ? usable
              .filter(it => isWorkspaceOf(it, connection))
              .map(it => it.name)
          : [],
        servicePrincipalState: servicePrincipals.get(fabric.name),
        canEdit: editable.has(fabric.name),
        nowMs,
      });
    });
  }
}
