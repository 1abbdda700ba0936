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
  | 'admins'
  | 'allowedHosts'
  | 'allowPrivateNetwork'
  | 'requireSameUser'
  | 'serveMetadataCallback'
> & {
  /** Each key is 32 bytes long. */
  encryption: { primaryKey: string; keys: ReadonlyMap<string, Buffer> };
  appConnections: readonly AppConnectionSettings[];
  /** What people read of workspaces, by host. */
  workspaceTitles: ReadonlyMap<string, string>;
  /** By plugin ID. */
  consumers: ReadonlyMap<string, ConsumerSettings>;
  endConnectionsOfRemovedUsersMs?: number;
  fabrics: readonly (FabricSettings & {
    servicePrincipal?: ServicePrincipalSettings;
  })[];
  /** Without a slash at its end, as the next. */
  backendBaseUrl: string;
  appBaseUrl?: string;
  /** The parts of `backend.cors` that the sign-in cookie depends on. Origins are in lower case, and may be patterns. */
  cors: { credentials: boolean; origins: readonly string[] };
  /** Subjects of external callers that look like plugins, and that Backstage lets in here. */
  externalPlugins: readonly string[];
  /** One of the keys is the demo portal's, which is public. */
  usesDemoKey: boolean;
  /** Whether permissions are on now and were at start. Only then does Backstage ask the permission policy. */
  permissionsEnabled: boolean;
  /** Names of keys that have changed since the process started, and need a restart to be used. */
  needsRestart?: readonly string[];
  production: boolean;
};
