import { useRouteRef } from '@backstage/frontend-plugin-api';
import { ConnectionsPage } from '../connections/ConnectionsPage';
import { notificationSettingsRouteRef } from '../routes';
import { SubPage } from './SubPage';

/** The tab of the user's settings, in the new frontend system. */
export function ConnectionsSubPage() {
  const notificationSettings = useRouteRef(notificationSettingsRouteRef)?.();
  return (
    <SubPage>
      <ConnectionsPage notificationSettings={notificationSettings} />
    </SubPage>
  );
}
