import { AccessRoom } from '../access';
import { ConnectionsRoom } from '../connections';
import { Sweep } from '../encryption';
import { GrantsRoom } from '../grants';
import { ProbesRoom } from '../probes';
import { Base } from '../settings';
import { SettingsOverview } from './SettingsOverview';
import { settingsRoutes } from './settingsRoutes';

export type { SettingsOverview } from './SettingsOverview';

/** The check list and the overview. */
export function createChecks(dependencies: {
  access: AccessRoom;
  base: Pick<Base, 'knex' | 'settings'>;
  connections: Pick<ConnectionsRoom, 'connectionAdmin'>;
  grants: Pick<GrantsRoom, 'servicePrincipals'>;
  probes: Pick<ProbesRoom, 'workspaceProbe'>;
  sweep: Sweep;
}) {
  const { knex, settings } = dependencies.base;
  const { sweep } = dependencies;
  const { callers } = dependencies.access;
  const { connectionAdmin } = dependencies.connections;
  const { servicePrincipals } = dependencies.grants;
  const { workspaceProbe } = dependencies.probes;
  const settingsOverview = new SettingsOverview({
    settings,
    connectionAdmin,
    servicePrincipals,
    sweep,
    workspaceProbe,
    databaseClient: String(knex.client.config.client),
  });
  return {
    settingsOverview,
    routes: settingsRoutes({ callers, settingsOverview }),
  };
}

export type ChecksRoom = ReturnType<typeof createChecks>;
