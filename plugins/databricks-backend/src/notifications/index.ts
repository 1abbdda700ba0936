import { ChecksRoom } from '../checks';
import { GrantsRoom } from '../grants';
import { PortalRoom, ScheduledTask } from '../portal';
import { Base } from '../settings';
import { DatabaseFaultStore } from './DatabaseFaultStore';
import { DatabaseNoticeStore } from './DatabaseNoticeStore';
import { FaultNotices } from './FaultNotices';
import { SignInNotices } from './SignInNotices';

/** Who is told what, when. */
export function createNotifications(dependencies: {
  base: Pick<Base, 'knex' | 'settings'>;
  portal: Pick<PortalRoom, 'userNotifications'>;
  grants: Pick<GrantsRoom, 'servicePrincipals'>;
  checks: Pick<ChecksRoom, 'settingsOverview'>;
}) {
  const { knex, settings } = dependencies.base;
  const notifications = dependencies.portal.userNotifications;
  const signIns = new SignInNotices({
    store: new DatabaseNoticeStore({ knex }),
    settings,
    notifications,
  });
  const faults = new FaultNotices({
    store: new DatabaseFaultStore({ knex }),
    settings,
    settingsOverview: dependencies.checks.settingsOverview,
    servicePrincipals: dependencies.grants.servicePrincipals,
    notifications,
  });
  const tasks: ScheduledTask[] = [
    {
      id: 'databricks-notify-users',
      everyMinutes: 5,
      run: signal => signIns.run(signal),
    },
    {
      id: 'databricks-notify-owners',
      everyMinutes: 5,
      run: signal => faults.run(signal),
    },
  ];
  return { tasks };
}
