import type {
  Compute,
  FabricType,
} from '@backstage-databricks/plugin-databricks-common';

/** One app connection, as app-config defines it. No `clientSecret`: a public client. */
export type AppConnectionSettings = {
  name: string;
  title: string;
  clientId: string;
  clientSecret?: string;
  scopes: readonly string[];
  refreshTokenLifetimeDays: number;
  sessionLifetimeDays?: number;
  default: boolean;
};

/** One fabric, as app-config defines it. */
export type FabricSettings = {
  name: string;
  title: string;
  description?: string;
  type: FabricType;
  /** A full entity ref in lower case, or `*`: everybody. */
  owner: string;
  /** `https://host`, with `:port` where that is not 443. */
  workspaceUrl: string;
  appConnection?: string;
  oauthType: 'u2m' | 'm2m';
  compute?: Compute;
  catalog?: string;
  schema?: string;
  servicePrincipal?: {
    clientId: string;
    clientSecret: string;
    scopes: readonly string[];
    /** `YYYY-MM-DD`. */
    secretExpiresAt?: string;
  };
};

/** What a backend plugin may ask for. */
export type ConsumerSettings = {
  user: boolean;
  servicePrincipalOf: '*' | readonly string[];
};

/** Everything that app-config says about this plugin, validated. */
export type DatabricksConfig = {
  /** Full entity refs in lower case, or `['*']`. Empty: nobody. */
  admins: readonly string[];
  /** Each key is 32 bytes long. */
  encryption: { primaryKey: string; keys: ReadonlyMap<string, Buffer> };
  appConnections: readonly AppConnectionSettings[];
  allowedHosts: readonly string[];
  allowPrivateNetwork: boolean;
  serveMetadataCallback: boolean;
  /** By plugin ID. */
  consumers: ReadonlyMap<string, ConsumerSettings>;
  endConnectionsOfRemovedUsersMs?: number;
  fabrics: readonly FabricSettings[];
  backendBaseUrl: string;
  appBaseUrl?: string;
  /** `backend.cors`, as far as the sign-in cookie depends on it. Origins in lower case; some may be patterns. */
  cors: { credentials: boolean; origins: readonly string[] };
  /** A key of the demo, which is public, encrypts or decrypts here. */
  usesDemoKey: boolean;
  /** Now and already when the process started: only then is the permission policy asked. */
  permissionsEnabled: boolean;
  /** Keys that have changed since the process started and are used from its next start on. */
  needsRestart?: readonly string[];
  production: boolean;
};
