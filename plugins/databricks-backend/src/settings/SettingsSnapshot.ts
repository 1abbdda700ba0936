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
    /** Where the stored secret cannot be opened, the service principal stays, without it. */
    servicePrincipal?: Omit<ServicePrincipalSettings, 'clientSecret'> &
      ReturnType<DefinitionSecrets['open']>;
    /** The name as it was given; undefined: the default one is used. */
    ownAppConnection?: string;
  };

/** All that admins define, at one moment. */
export type SettingsSnapshot = {
  config: DatabricksConfig;
  appConnections: ReadonlyMap<string, ResolvedAppConnection>;
  fabrics: ReadonlyMap<string, ResolvedFabric>;
  /** A sentence for each definition in the database that app-config hides, or that cannot be used. */
  problems: readonly string[];
};
