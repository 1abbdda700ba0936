import { PortalRoom, ScheduledTask } from '../portal';
import { Base } from '../settings';
import { DatabaseNoticeStore } from './DatabaseNoticeStore';
import { SignInNotices } from './SignInNotices';

/** Who is told what, when. */
export function createNotifications(dependencies: {
  base: Pick<Base, 'knex' | 'settings'>;
  portal: Pick<PortalRoom, 'userNotifications'>;
}) {
  const { knex, settings } = dependencies.base;
  const notices = new SignInNotices({
    store: new DatabaseNoticeStore({ knex }),
    settings,
    notifications: dependencies.portal.userNotifications,
  });
  const tasks: ScheduledTask[] = [
    {
      id: 'databricks-notify-users',
      everyMinutes: 5,
      run: signal => notices.run(signal),
    },
  ];
  return { tasks };
}
