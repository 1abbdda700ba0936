import {
  AppConnectionSettings,
  DatabricksConfig,
  FabricSettings,
  ServicePrincipalSettings,
} from '../config';
import { DefinitionSecrets, SecretProblem } from './DefinitionSecrets';

/** Where something is defined, and, in the database, since when and by whom. */
export type Provenance = {
  source: 'config' | 'database';
  etag: string;
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

/** A fabric as admins defined it; `appConnection` is the name of the one that it uses, given or default. */
export type ResolvedFabric = FabricSettings &
  Provenance & {
    /** One that is stored and cannot be opened stays, without its secret. */
    servicePrincipal?: Omit<ServicePrincipalSettings, 'clientSecret'> &
      ReturnType<DefinitionSecrets['open']>;
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
