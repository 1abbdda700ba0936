import { Fabric } from '@backstage-databricks/plugin-databricks-common';
import { Connections } from '../connections';
import { ServicePrincipals } from '../grants';
import { ResolvedFabric, LiveSettings, isWorkspaceOf } from '../settings';
import { describeFabric } from './describeFabric';

type FabricsOptions = {
  settings: LiveSettings;
  connections: Connections;
  servicePrincipals: ServicePrincipals;
};

/** What a user sees of fabrics. */
export class Fabrics {
  readonly #settings: LiveSettings;
  readonly #connections: Connections;
  readonly #servicePrincipals: ServicePrincipals;

  constructor(options: FabricsOptions) {
    this.#settings = options.settings;
    this.#connections = options.connections;
    this.#servicePrincipals = options.servicePrincipals;
  }

  /** All fabrics, whoever owns them. */
  definitions(): ResolvedFabric[] {
    return [...this.#settings.current().fabrics.values()];
  }

  /**
   * @param usable - the fabrics that the user may use
   * @param editable - names of those that the user may change
   * @param shown - those of them that are asked for
   */
  async describe(
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
