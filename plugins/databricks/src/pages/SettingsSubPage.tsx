import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SettingsPanel } from '../components/SettingsPanel';
import { databricksTranslationRef } from '../translation';
import { SubPage } from './SubPage';

/** The settings, as a page. */
export function SettingsSubPage() {
  const { t } = useTranslationRef(databricksTranslationRef);
  return (
    <SubPage title={t('page.settings')}>
      <SettingsPanel />
    </SubPage>
  );
}
