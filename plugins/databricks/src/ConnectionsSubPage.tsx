import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { ConnectionList } from './components/ConnectionList';
import { SubPage } from './components/SubPage';
import { rootRouteRef } from './routes';
import { databricksTranslationRef } from './translation';

/** The tab of the user's settings, in the new frontend system. */
export function ConnectionsSubPage() {
  const { t } = useTranslationRef(databricksTranslationRef);
  const fabricsHref = useRouteRef(rootRouteRef)?.();
  return (
    <SubPage title={t('connections.label')}>
      <ConnectionList fabricsHref={fabricsHref} />
    </SubPage>
  );
}
