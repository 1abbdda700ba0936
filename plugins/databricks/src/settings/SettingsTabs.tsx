import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Tab, TabList, Tabs } from '@backstage/ui';
import { RiAddLine } from '@remixicon/react';
import { ReactNode, useEffect, useRef } from 'react';
import { Route, Routes, useLocation } from 'react-router-dom';
import { databricksTranslationRef } from '../translation';
import styles from './SettingsPage.module.css';
import { SETTINGS_TABS } from './tabs';
import { useOpenForm } from './useOpenForm';
import { useTabHref } from './useTabHref';

/** The tabs, with the main action of the chosen one at their right, and what it shows below. */
export function SettingsTabs(props: { children: ReactNode }) {
  const { t } = useTranslationRef(databricksTranslationRef);
  const hrefOf = useTabHref();
  const { openForm } = useOpenForm();
  const tabsRef = useChosenInView();
  return (
    <Tabs>
      <div className={styles.head}>
        <div ref={tabsRef} className={styles.tabs}>
          <TabList aria-label={t('settings.tabs')}>
            {SETTINGS_TABS.map(tab => (
              <Tab key={tab} id={tab} href={hrefOf(tab)}>
                {t(`settings.tab.${tab}`)}
              </Tab>
            ))}
          </TabList>
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
      {props.children}
    </Tabs>
  );
}

/** Where not all fit, the chosen one is brought into view. */
function useChosenInView() {
  const ref = useRef<HTMLDivElement>(null);
  const { pathname } = useLocation();

  useEffect(() => {
    const tabs = ref.current;
    const chosen = [
      ...(tabs?.querySelectorAll<HTMLElement>('[role=tab]') ?? []),
    ].find(tab => tab.getAttribute('href') === pathname);
    if (tabs && chosen) {
      tabs.scrollLeft =
        chosen.offsetLeft - (tabs.clientWidth - chosen.offsetWidth) / 2;
    }
  }, [pathname]);

  return ref;
}
