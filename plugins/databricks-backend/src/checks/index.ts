import { Knex } from 'knex';
import { AccessRoom } from '../access';
import { ConnectionsRoom } from '../connections';
import { Sweep } from '../encryption';
import { GrantsRoom } from '../grants';
import { ProbesRoom } from '../probes';
import { LiveSettings } from '../settings';
import { redirectUrls } from '../signIn';
import { SettingsOverview } from './SettingsOverview';
import { settingsRoutes } from './settingsRoutes';

export type { SettingsOverview } from './SettingsOverview';

/** The check list and the overview. */
export function createChecks(dependencies: {
  access: AccessRoom;
  base: {
    knex: Knex;
    settings: LiveSettings;
  };
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
    probe: workspaceProbe,
    redirectUrls: () => redirectUrls(settings.current().config),
    grantFacts: async () => {
      const fabrics = [...settings.current().fabrics.values()];
      const [facts, statesOfServicePrincipals] = await Promise.all([
        connectionAdmin.appConnectionFacts(),
        servicePrincipals.states(fabrics),
      ]);
      return { ...facts, servicePrincipals: statesOfServicePrincipals };
    },
    encryption: async () => {
      const overview = await sweep.overview();
      const { running, ...progress } = overview.sweep;
      return {
        ...overview,
        sweep: { state: running ? 'running' : 'idle', ...progress },
      };
    },
    databaseClient: String(knex.client.config.client),
  });
  return {
    settingsOverview,
    routes: settingsRoutes({ callers, settingsOverview }),
  };
}

export type ChecksRoom = ReturnType<typeof createChecks>;
