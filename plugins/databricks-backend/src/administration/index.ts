import { AccessRoom } from '../access';
import { ChecksRoom } from '../checks';
import { ConnectionsRoom } from '../connections';
import { Sweep } from '../encryption';
import { GrantsRoom } from '../grants';
import { PortalRoom, ScheduledTask } from '../portal';
import { ProbesRoom } from '../probes';
import { Base, SettingsRoom } from '../settings';
import { AppConnectionChanges } from './AppConnectionChanges';
import { appConnectionRoutes } from './appConnectionRoutes';
import { ChangedClients } from './ChangedClients';
import { DefinitionChanges } from './DefinitionChanges';
import { encryptionRoutes } from './encryptionRoutes';
import { FabricChanges } from './FabricChanges';
import { fabricDefinitionRoutes } from './fabricDefinitionRoutes';
import { pauseRoutes } from './pauseRoutes';
import { servicePrincipalRoutes } from './servicePrincipalRoutes';

/** Changes of what admins define, their verification, and what they end. */
export function createAdministration(dependencies: {
  access: AccessRoom;
  base: Pick<Base, 'databricks' | 'logger'>;
  checks: Pick<ChecksRoom, 'settingsOverview'>;
  connections: Pick<ConnectionsRoom, 'connectionAdmin' | 'upkeep'>;
  defined: SettingsRoom;
  grants: Pick<GrantsRoom, 'tokens'>;
  portal: Pick<PortalRoom, 'audit' | 'changeSignals'>;
  probes: Pick<
    ProbesRoom,
    'appConnectionProbe' | 'outboundBudget' | 'workspaceProbe'
  >;
  sweep: Sweep;
}) {
  const { databricks, logger } = dependencies.base;
  const { sweep } = dependencies;
  const { access, callers } = dependencies.access;
  const { settingsOverview } = dependencies.checks;
  const { connectionAdmin, upkeep } = dependencies.connections;
  const { settings, definitions, pauses, secrets } = dependencies.defined;
  const { tokens } = dependencies.grants;
  const { audit, changeSignals } = dependencies.portal;
  const { appConnectionProbe, outboundBudget, workspaceProbe } =
    dependencies.probes;
  const changedClients = new ChangedClients({
    settings,
    logger,
    async end(connections) {
      const { appConnection } = connections;
      const reason = 'app_connection_changed';
      await upkeep.endOfChangedClient(connections, ended =>
        audit.note('connection-end', {
          meta: { appConnection, reason, ended },
        }),
      );
    },
  });
  const changes = new DefinitionChanges({
    settings,
    definitions,
    changeSignals,
  });
  const appConnectionChanges = new AppConnectionChanges({
    settings,
    changes,
    secrets,
    changedClients,
    connectionAdmin,
  });
  const fabricChanges = new FabricChanges({
    settings,
    changes,
    secrets,
    databricks,
    outboundBudget,
  });
  const tasks: ScheduledTask[] = [
    {
      id: 'databricks-changed-clients',
      everyMinutes: 1,
      scope: 'local',
      run: () => changedClients.run(),
    },
  ];
  changedClients.run().catch(() => {});
  return {
    routes: [
      ...appConnectionRoutes({
        callers,
        appConnectionChanges,
        appConnectionProbe,
        settingsOverview,
      }),
      ...fabricDefinitionRoutes({
        callers,
        access,
        fabricChanges,
        workspaceProbe,
        settingsOverview,
      }),
      ...servicePrincipalRoutes({
        callers,
        fabricChanges,
        outboundBudget,
        settingsOverview,
        tokens,
      }),
      ...encryptionRoutes({ callers, sweep, logger }),
      ...pauseRoutes({ callers, settings, pauses, changeSignals }),
    ],
    tasks,
  };
}
