import { compatWrapper } from '@backstage/core-compat-api';
import { Header, Page, TabbedLayout } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Route, Routes } from 'react-router-dom';
import { PageHeading } from './PageHeading';
import { FabricsPage } from '../fabrics/FabricsPage';
import { FabricByAddress } from '../pages/FabricsSubPage';
import { SettingsPage } from '../settings/SettingsPage';
import { databricksTranslationRef } from '../translation';
import { LegacyLinks } from './LegacyLinks';

/** The page of the legacy frontend system, with the header and tabs that the new one draws itself. */
export function LegacyPage() {
  const { t } = useTranslationRef(databricksTranslationRef);
  return (
    <LegacyLinks>
      {compatWrapper(
        <Page themeId="tool">
          <Header title={t('page.title')} />
          <TabbedLayout>
            <TabbedLayout.Route path="/fabrics" title={t('page.fabrics')}>
              <Routes>
                <Route path=":name" element={<FabricByAddress />} />
                <Route path="*" element={<FabricsPage />} />
              </Routes>
            </TabbedLayout.Route>
            <TabbedLayout.Route path="/settings" title={t('page.settings')}>
              <>
                <PageHeading title={t('page.settings')} />
                <SettingsPage />
              </>
            </TabbedLayout.Route>
          </TabbedLayout>
        </Page>,
      )}
    </LegacyLinks>
  );
}
