import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { lazy, Suspense } from 'react';
import { databricksTranslationRef } from '../translation';
import { SubPage } from './SubPage';

/** Developers load none of it. */
const SettingsPage = lazy(() =>
  import('../settings/SettingsPage').then(m => ({
    default: m.SettingsPage,
  })),
);

/** The settings, as a page. */
export function SettingsSubPage() {
  const { t } = useTranslationRef(databricksTranslationRef);
  return (
    <SubPage title={t('page.settings')}>
      <Suspense fallback={null}>
        <SettingsPage />
      </Suspense>
    </SubPage>
  );
}
