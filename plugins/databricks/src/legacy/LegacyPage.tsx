import { compatWrapper } from '@backstage/core-compat-api';
import { Header, Page, TabbedLayout } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FabricCards } from '../components/FabricCards';
import { PageHeading } from '../components/PageHeading';
import { SettingsPanel } from '../components/SettingsPanel';
import { databricksTranslationRef } from '../translation';

/** The page of the legacy frontend system, with the header and tabs that the new one draws itself. */
export function LegacyPage() {
  const { t } = useTranslationRef(databricksTranslationRef);
  return compatWrapper(
    <Page themeId="tool">
      <Header title={t('page.title')} />
      <TabbedLayout>
        <TabbedLayout.Route path="/" title={t('page.fabrics')}>
          <>
            <PageHeading title={t('page.fabrics')} />
            <FabricCards />
          </>
        </TabbedLayout.Route>
        <TabbedLayout.Route path="/settings" title={t('page.settings')}>
          <>
            <PageHeading title={t('page.settings')} />
            <SettingsPanel />
          </>
        </TabbedLayout.Route>
      </TabbedLayout>
    </Page>,
  );
}
