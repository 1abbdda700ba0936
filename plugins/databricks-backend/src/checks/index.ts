import { AccessRoom } from '../access';
import { ConnectionsRoom } from '../connections';
import { Sweep } from '../encryption';
import { FabricsRoom } from '../fabrics';
import { GrantsRoom } from '../grants';
import { PortalRoom, ScheduledTask } from '../portal';
import { ProbesRoom } from '../probes';
import { Base } from '../settings';
import { SignInRoom } from '../signIn';
import { DatabaseCheckStore } from './DatabaseCheckStore';
import { SettingsOverview } from './SettingsOverview';
import { settingsRoutes } from './settingsRoutes';
import { WorkspaceChecks } from './WorkspaceChecks';

export type { SettingsOverview } from './SettingsOverview';

/** The check list and the overview. */
export function createChecks(dependencies: {
  access: AccessRoom;
  base: Pick<Base, 'knex' | 'logger' | 'sealer' | 'settings'>;
  connections: Pick<ConnectionsRoom, 'countStore' | 'upkeep' | 'useStore'>;
  fabrics: Pick<FabricsRoom, 'names'>;
  grants: Pick<GrantsRoom, 'servicePrincipals'>;
  portal: Pick<PortalRoom, 'catalogEntities'>;
  probes: Pick<ProbesRoom, 'outboundBudget' | 'workspaceProbe'>;
  signIn: Pick<SignInRoom, 'endStore'>;
  sweep: Sweep;
}) {
  const { knex, logger, sealer, settings } = dependencies.base;
  const { sweep } = dependencies;
  const { callers } = dependencies.access;
  const { countStore, upkeep, useStore } = dependencies.connections;
  const { names } = dependencies.fabrics;
  const { catalogEntities } = dependencies.portal;
  const { servicePrincipals } = dependencies.grants;
  const { outboundBudget, workspaceProbe } = dependencies.probes;
  const workspaceChecks = new WorkspaceChecks({
    settings,
    store: new DatabaseCheckStore({ knex }),
    workspaceProbe,
    outboundBudget,
    logger,
  });
  const settingsOverview = new SettingsOverview({
    settings,
    sealer,
    catalogEntities,
    counts: countStore,
    names,
    upkeep,
    useStore,
    signInEnds: dependencies.signIn.endStore,
    servicePrincipals,
    sweep,
    workspaceChecks,
    databaseClient: String(knex.client.config.client),
  });
  const tasks: ScheduledTask[] = [
    {
      id: 'databricks-checks',
      everyMinutes: 10,
      run: signal => workspaceChecks.run(signal),
    },
  ];
  return {
    settingsOverview,
    routes: settingsRoutes({ callers, settingsOverview, workspaceChecks }),
    tasks,
    stop: () => workspaceChecks.stop(),
  };
}

export type ChecksRoom = ReturnType<typeof createChecks>;
