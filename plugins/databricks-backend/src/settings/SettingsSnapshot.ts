import {
  AppConnectionSettings,
  DatabricksConfig,
  FabricSettings,
} from '../config';

/** Where something is defined, and since when. */
export type Managed = {
  source: 'config' | 'database';
  etag: string;
  /** Of the row; only in the database. */
  version?: number;
  updatedAtMs?: number;
  updatedBy?: string;
};

/** An app connection as admins defined it. */
export type AppConnection = AppConnectionSettings &
  Managed & {
    /** A public client has none. */
    hasClientSecret: boolean;
    /** The stored secret cannot be opened. */
    secretUnavailable?: boolean;
  };

/** A fabric as admins defined it; `appConnection` is the name of the one that it uses, given or default. */
export type FabricDefinition = FabricSettings &
  Managed & {
    /** As it was given: undefined means the default one. */
    ownAppConnection?: string;
  };

/** All that admins define, at one moment. */
export type SettingsSnapshot = {
  config: DatabricksConfig;
  appConnections: ReadonlyMap<string, AppConnection>;
  fabrics: ReadonlyMap<string, FabricDefinition>;
  /** What stands in the database and is hidden by app-config, or cannot be used. */
  problems: readonly string[];
};
