import {
  FabricDefinition,
  Pause,
} from '@backstage-databricks/plugin-databricks-common';
import {
  AppConnectionSettings,
  DatabricksConfig,
  FabricSettings,
  ServicePrincipalSettings,
} from '../config';
import { DefinitionKind } from './DatabaseDefinitionStore';
import { DefinitionSecrets } from './DefinitionSecrets';
import { SecretProblem } from './secretProblem';

/** Where something is defined. If that is the database: when it was changed last, and by whom. */
export type Provenance = Pick<
  FabricDefinition,
  'source' | 'etag' | 'updatedAt' | 'updatedBy'
>;

/** An app connection as admins defined it. */
export type ResolvedAppConnection = AppConnectionSettings &
  Provenance & {
    /** A public client has none. */
    hasClientSecret: boolean;
    /** Why the stored secret cannot be opened, if so. Then nobody can sign in with this app connection. */
    secretUnavailable?: SecretProblem;
  };

/** A fabric as admins defined it. `appConnection` names the one that it uses, which may be the default one. */
export type ResolvedFabric = FabricSettings &
  Provenance & {
    /** Without its secret where that cannot be opened. */
    servicePrincipal?: Omit<ServicePrincipalSettings, 'clientSecret'> &
      ReturnType<DefinitionSecrets['open']>;
    /** The app connection that the fabric names. Undefined means that it uses the default one. */
    ownAppConnection?: string;
  };

/** A definition that the database has and that is not used: app-config hides it, or it does not fit. */
export type UnusedDefinition = {
  kind: DefinitionKind;
  what: 'hidden' | 'unusable';
  name: string;
  title: string;
};

/** All that admins define, at one moment. */
export type SettingsSnapshot = {
  config: DatabricksConfig;
  appConnections: ReadonlyMap<string, ResolvedAppConnection>;
  fabrics: ReadonlyMap<string, ResolvedFabric>;
  problems: readonly UnusedDefinition[];
  /** While an admin has paused the issuing of tokens. */
  paused?: Pause;
};
