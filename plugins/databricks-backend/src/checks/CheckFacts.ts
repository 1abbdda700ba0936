import {
  EncryptionState,
  Settings,
} from '@backstage-databricks/plugin-databricks-common';
import { NamesOfFabric } from '../fabrics';
import { ServicePrincipalState } from '../grants';
import { SettingsSnapshot } from '../settings';
import { AppConnectionFacts } from './appConnectionFacts';
import { CheckedWorkspace } from './WorkspaceChecks';

/** What the database knows of app connections and of service principals, these by the names of their fabrics. */
export type GrantFacts = AppConnectionFacts & {
  /** When Databricks last accepted app connections as they are, in epoch milliseconds. */
  acceptedAppConnections: ReadonlyMap<string, number>;
  servicePrincipals: ReadonlyMap<string, ServicePrincipalState>;
};

/** All that the check list looks at. */
export type CheckFacts = {
  snapshot: SettingsSnapshot;
  /** What was wrong with app-config when it last changed. */
  configProblem: string | undefined;
  /** `pg` or a kind of SQLite. */
  databaseClient: string;
  workspaces: CheckedWorkspace[];
  redirectUrls: Settings['redirectUrls'];
  encryption: EncryptionState;
  grantFacts: GrantFacts;
  /** What things are called at Databricks, by the names of fabrics. */
  names: ReadonlyMap<string, NamesOfFabric>;
  /** Owners and admins whom the catalog does not know; none where it does not answer. */
  unknownRefs: ReadonlySet<string>;
  nowMs: number;
};
