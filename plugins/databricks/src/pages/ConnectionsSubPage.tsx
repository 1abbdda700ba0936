import { ConnectionsPage } from '../connections/ConnectionsPage';
import { SubPage } from './SubPage';

/** The tab of the user's settings, in the new frontend system. */
export function ConnectionsSubPage() {
  return (
    <SubPage>
      <ConnectionsPage />
    </SubPage>
  );
}
