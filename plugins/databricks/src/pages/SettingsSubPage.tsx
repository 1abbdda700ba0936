import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { lazy, Suspense } from 'react';
import { databricksTranslationRef } from '../translation';
import { SubPage } from './SubPage';

/** Developers load none of it. */
const SettingsPanel = lazy(() =>
  import('../components/SettingsPanel').then(m => ({
    default: m.SettingsPanel,
  })),
);

/** The settings, as a page. */
export function SettingsSubPage() {
  const { t } = useTranslationRef(databricksTranslationRef);
  return (
    <SubPage title={t('page.settings')}>
      <Suspense fallback={null}>
        <SettingsPanel />
      </Suspense>
    </SubPage>
  );
}
