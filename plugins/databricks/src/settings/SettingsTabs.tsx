import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Tab, TabList, Tabs } from '@backstage/ui';
import { RiAddLine } from '@remixicon/react';
import { Route, Routes } from 'react-router-dom';
import { databricksTranslationRef } from '../translation';
import styles from './SettingsPage.module.css';
import { SETTINGS_TABS } from './tabs';
import { useOpenForm } from './useOpenForm';
import { useTabHref } from './useTabHref';

/** The tabs, with the main action of the chosen one at their right. */
export function SettingsTabs() {
  const { t } = useTranslationRef(databricksTranslationRef);
  const hrefOf = useTabHref();
  const { openForm } = useOpenForm();
  return (
    <div className={styles.head}>
      <div className={styles.tabs}>
        <Tabs>
          <TabList aria-label={t('settings.tabs')}>
            {SETTINGS_TABS.map(tab => (
              <Tab key={tab} id={tab} href={hrefOf(tab)}>
                {t(`settings.tab.${tab}`)}
              </Tab>
            ))}
          </TabList>
        </Tabs>
      </div>
      <Routes>
        <Route
          path="app-connections"
          element={
            <Button
              variant="primary"
              iconStart={<RiAddLine />}
              onPress={() => openForm({ subject: 'app-connection' })}
            >
              {t('settings.addAppConnection')}
            </Button>
          }
        />
        <Route
          path="fabrics"
          element={
            <Button
              variant="primary"
              iconStart={<RiAddLine />}
              onPress={() => openForm({ subject: 'fabric' })}
            >
              {t('settings.addFabric')}
            </Button>
          }
        />
        <Route path="*" element={null} />
      </Routes>
    </div>
  );
}
