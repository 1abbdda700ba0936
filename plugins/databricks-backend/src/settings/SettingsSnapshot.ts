import {
  AppConnectionSettings,
  DatabricksConfig,
  FabricSettings,
} from '../config';
import { SecretProblem } from './DefinitionSecrets';

/** Where something is defined, and since when. */
export type Provenance = {
  source: 'config' | 'database';
  etag: string;
  /** Of the row; only in the database. */
  version?: number;
  updatedAtMs?: number;
  updatedBy?: string;
};

/** An app connection as admins defined it. */
export type ResolvedAppConnection = AppConnectionSettings &
  Provenance & {
    /** A public client has none. */
    hasClientSecret: boolean;
    /** The stored secret cannot be opened: there is one, but nobody can act with it. */
    secretUnavailable?: SecretProblem;
  };

type ServicePrincipalSettings = NonNullable<FabricSettings['servicePrincipal']>;

/** A service principal as admins defined it. What is stored and cannot be opened stays, without its secret. */
export type ResolvedServicePrincipal =
  | (ServicePrincipalSettings & { secretUnavailable?: undefined })
  | (Omit<ServicePrincipalSettings, 'clientSecret'> & {
      clientSecret?: undefined;
      secretUnavailable: SecretProblem;
    });

/** A fabric as admins defined it; `appConnection` is the name of the one that it uses, given or default. */
export type ResolvedFabric = Omit<FabricSettings, 'servicePrincipal'> &
  Provenance & {
    servicePrincipal?: ResolvedServicePrincipal;
    /** As it was given: undefined means the default one. */
    ownAppConnection?: string;
  };

/** All that admins define, at one moment. */
export type SettingsSnapshot = {
  config: DatabricksConfig;
  appConnections: ReadonlyMap<string, ResolvedAppConnection>;
  fabrics: ReadonlyMap<string, ResolvedFabric>;
  /** What stands in the database and is hidden by app-config, or cannot be used. */
  problems: readonly string[];
};
