import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { databricksTranslationRef } from '../translation';
import { SettingsPanel } from './SettingsPanel';
import { SubPage } from './SubPage';

/** The settings, as a page. */
export function SettingsPage() {
  const { t } = useTranslationRef(databricksTranslationRef);
  return (
    <SubPage title={t('page.settings')}>
      <SettingsPanel />
    </SubPage>
  );
}
