import {
  Check,
  EncryptionState,
  Settings,
} from '@backstage-databricks/plugin-databricks-common';
import { ServicePrincipalState } from '../grants';
import { SettingsSnapshot } from '../settings';
import { AppConnectionFacts } from './appConnectionFacts';

/** What the database knows of app connections and of service principals, these by the names of their fabrics. */
export type GrantFacts = AppConnectionFacts & {
  servicePrincipals: ReadonlyMap<string, ServicePrincipalState>;
};

/** All that the check list looks at. */
export type CheckFacts = {
  snapshot: SettingsSnapshot;
  /** What was wrong with app-config when it last changed. */
  configProblem: string | undefined;
  /** `pg` or a kind of SQLite. */
  databaseClient: string;
  /** What the last check of each workspace found. */
  workspaces: Check[];
  redirectUrls: Settings['redirectUrls'];
  encryption: EncryptionState;
  grantFacts: GrantFacts;
  nowMs: number;
};
