import type {
  Connection,
  DatabricksApi,
  Fabric,
  FabricList,
  Issuer,
} from '@backstage-databricks/plugin-databricks-common';
import type { SignalApi } from '@backstage/plugin-signals-react';
import { SignIns } from '../signIn/SignIns';
import { distinctTitles } from './distinctTitles';
import { RemoteValue } from './RemoteValue';

/** Who looks at a sign-in that ends within this time is to see it end. */
const SOON_MS = 60 * 60_000;

/** How many fabrics are remembered that somebody has looked at. */
const MAX_FABRICS = 50;

type StoreOptions = {
  api: DatabricksApi;
  signalApi?: SignalApi;
  userEntityRef(): Promise<string>;
  backendUrl(): Promise<string>;
  appBaseUrl?: string;
  backendBaseUrl?: string;
};

/** Fabrics, connections and sign-ins of this user: one for all pages and cards, so that a change is seen everywhere at once. */
export class DatabricksStore {
  readonly #api: DatabricksApi;
  readonly #signalApi?: SignalApi;
  readonly #fabrics = new Map<string, RemoteValue<Fabric>>();
  readonly list: RemoteValue<FabricList>;
  readonly connections: RemoteValue<{ items: Connection[] }>;
  readonly signIns: SignIns;

  constructor(options: StoreOptions) {
    const { api, signalApi } = options;
    this.#api = api;
    this.#signalApi = signalApi;
    this.list = new RemoteValue({
      load: async signal => {
        const list = await api.listFabrics({ signal });
        return { ...list, issuers: distinctTitles(list.issuers) };
      },
      changesSoon: ({ issuers }) =>
        Object.values(this.signIns.getSnapshot().byIssuer).some(
          ({ status }) => status === 'waiting',
        ) || issuers.some(({ connection }) => endsSoon(connection)),
      signalApi,
    });
    this.connections = new RemoteValue({
      load: signal => api.listConnections({ signal }),
      changesSoon: ({ items }) => items.some(endsSoon),
      signalApi,
    });
    this.signIns = new SignIns({
      ...options,
      afterSignIn: this.refetch,
      issuer: id => this.issuer(id),
    });
  }

  fabric(name: string): RemoteValue<Fabric> {
    const known = this.#fabrics.get(name);
    if (known) {
      return known;
    }
    if (this.#fabrics.size >= MAX_FABRICS) {
      this.#fabrics.clear();
    }
    const value = new RemoteValue({
      load: signal => this.#api.getFabric(name, { signal }),
      changesSoon: ({ connection }) => endsSoon(connection),
      signalApi: this.#signalApi,
    });
    this.#fabrics.set(name, value);
    return value;
  }

  /** As the list of fabrics has it; while that is not known, as far as the connections tell. */
  issuer(id: string | undefined): Issuer | undefined {
    const list = this.list.getSnapshot();
    const listed =
      list.status === 'loaded'
        ? list.value.issuers.find(it => it.id === id)
        : undefined;
    if (list.status === 'loaded' && !list.problem) {
      return listed;
    }
    const connections = this.connections.getSnapshot();
    const connection =
      connections.status === 'loaded'
        ? connections.value.items.find(it => it.issuerId === id)
        : undefined;
    return connection
      ? { ...(listed ?? issuerOfConnection(connection)), connection }
      : listed;
  }

  /** Fetches again whatever is looked at. @returns whether it is known now where the user is connected */
  refetch = async (): Promise<boolean> => {
    const [isListed, areConnectionsListed] = await Promise.all([
      this.list.refetch(),
      this.connections.refetch(),
      ...[...this.#fabrics.values()].map(it => it.refetch()),
    ]);
    return isListed || areConnectionsListed;
  };
}

/**
 * Where a connection was made, as far as it tells.
 *
 * @public
 */
export function issuerOfConnection(connection: Connection): Issuer {
  const { issuer, issuerId: id, appConnection: name, fabrics } = connection;
  return {
    id,
    ...issuer,
    appConnection: { name, title: name, ready: true },
    connection,
    fabrics: fabrics.length,
  };
}

function endsSoon(connection: Issuer['connection']): boolean {
  const endsAt =
    connection && 'signInExpiresAt' in connection
      ? connection.signInExpiresAt
      : undefined;
  return (
    endsAt !== undefined && Math.abs(Date.parse(endsAt) - Date.now()) < SOON_MS
  );
}
