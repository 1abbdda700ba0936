import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { databricksTranslationRef } from '../translation';
import { FabricCards } from './FabricCards';
import { SubPage } from './SubPage';

/** The fabrics, as a page. */
export function FabricsPage() {
  const { t } = useTranslationRef(databricksTranslationRef);
  return (
    <SubPage title={t('page.fabrics')}>
      <FabricCards />
    </SubPage>
  );
}
