import { ParsedConfig } from './parseDatabricksConfig';
import { AppConnectionSettings } from './resolveAppConnection';
import { FabricSettings } from './resolveFabric';
import { ServicePrincipalSettings } from './resolveServicePrincipal';

/** What a backend plugin may ask for. */
export type ConsumerSettings = {
  user: boolean;
  servicePrincipalOf: '*' | readonly string[];
};

/** Everything that app-config says about this plugin, validated. */
export type DatabricksConfig = Pick<
  ParsedConfig,
  'allowPrivateNetwork' | 'serveMetadataCallback'
> & {
  /** Full entity refs in lower case, or `['*']`. Empty: nobody. */
  admins: readonly string[];
  /** Each key is 32 bytes long. */
  encryption: { primaryKey: string; keys: ReadonlyMap<string, Buffer> };
  appConnections: readonly AppConnectionSettings[];
  allowedHosts: readonly string[];
  /** By plugin ID. */
  consumers: ReadonlyMap<string, ConsumerSettings>;
  endConnectionsOfRemovedUsersMs?: number;
  fabrics: readonly (FabricSettings & {
    servicePrincipal?: ServicePrincipalSettings;
  })[];
  backendBaseUrl: string;
  appBaseUrl?: string;
  /** `backend.cors`, as far as the sign-in cookie depends on it. Origins in lower case; some may be patterns. */
  cors: { credentials: boolean; origins: readonly string[] };
  /** One of the keys is the demo portal's, which is public. */
  usesDemoKey: boolean;
  /** Now and already when the process started: only then is the permission policy asked. */
  permissionsEnabled: boolean;
  /** Keys that have changed since the process started and are used from its next start on. */
  needsRestart?: readonly string[];
  production: boolean;
};
