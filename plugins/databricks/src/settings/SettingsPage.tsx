import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  useDatabricksFabrics,
  useRefetchDatabricks,
} from '@backstage-databricks/plugin-databricks-react';
import type {
  FabricList,
  Settings,
} from '@backstage-databricks/plugin-databricks-common';
import { Skeleton, TabPanel, VisuallyHidden } from '@backstage/ui';
import { useCallback, useMemo, useState } from 'react';
import { Navigate, Route, Routes } from 'react-router-dom';
import { useSettings } from '../hooks/useSettings';
import { databricksTranslationRef } from '../translation';
import { PausedLine } from '../ui/PausedLine';
import { ResourceView } from '../ui/ResourceView';
import { AppConnectionsTab } from './appConnections/AppConnectionsTab';
import { ConnectionsTab } from './connections/ConnectionsTab';
import { ConsumersTab } from './consumers/ConsumersTab';
import { FabricsTab } from './fabrics/FabricsTab';
import { SettingsForms } from './form/SettingsForms';
import { MaintenanceTab } from './maintenance/MaintenanceTab';
import { NotAdmin } from './NotAdmin';
import { OverviewTab } from './overview/OverviewTab';
import { SettingsContext } from './SettingsContext';
import styles from './SettingsPage.module.css';
import { SettingsTabs } from './SettingsTabs';
import { SETTINGS_TABS } from './tabs';

const TABS = {
  overview: <OverviewTab />,
  'app-connections': <AppConnectionsTab />,
  fabrics: <FabricsTab />,
  connections: <ConnectionsTab />,
  consumers: <ConsumersTab />,
  maintenance: <MaintenanceTab />,
} satisfies Record<(typeof SETTINGS_TABS)[number], JSX.Element>;

/** What admins define and look after. For others nothing but their own fabrics is asked for, which tells who administers. */
export function SettingsPage() {
  const { t } = useTranslationRef(databricksTranslationRef);
  return (
    <ResourceView
      state={useDatabricksFabrics()}
      loading={t('settings.loading')}
      errorTitle={t('settings.errorTitle')}
      skeleton={<SettingsSkeleton />}
      forbidden={<NotAdmin admins={[]} />}
    >
      {list => (
        <div className={styles.page}>
          <PausedLine paused={list.paused} />
          {list.admin ? (
            <AllSettings list={list} />
          ) : (
            <NotAdmin admins={list.admins} />
          )}
        </div>
      )}
    </ResourceView>
  );
}

function AllSettings(props: { list: FabricList }) {
  const { admins } = props.list;
  const { t } = useTranslationRef(databricksTranslationRef);
  const state = useSettings();
  return (
    <ResourceView
      state={state}
      loading={t('settings.loading')}
      errorTitle={t('settings.errorTitle')}
      skeleton={<SettingsSkeleton />}
      forbidden={<NotAdmin admins={admins} />}
    >
      {settings => (
        <Tabs settings={settings} admins={admins} refetch={state.refetch} />
      )}
    </ResourceView>
  );
}

function Tabs(props: {
  settings: Settings;
  admins: string[];
  refetch(): Promise<void>;
}) {
  const { settings, admins, refetch: refetchSettings } = props;
  const refetchFabrics = useRefetchDatabricks();
  const [announcement, setAnnouncement] = useState('');

  const refetch = useCallback(async () => {
    await Promise.all([refetchSettings(), refetchFabrics()]);
  }, [refetchSettings, refetchFabrics]);
  const context = useMemo(
    () => ({ settings, admins, refetch, announce: setAnnouncement }),
    [settings, admins, refetch],
  );
  return (
    <SettingsContext.Provider value={context}>
      <VisuallyHidden role="status">{announcement}</VisuallyHidden>
      <SettingsForms>
        <SettingsTabs>
          <Routes>
            {SETTINGS_TABS.map(tab => (
              <Route
                key={tab}
                path={tab}
                element={
                  <TabPanel id={tab} className={styles.panel}>
                    {TABS[tab]}
                  </TabPanel>
                }
              />
            ))}
            <Route path="*" element={<Navigate to="overview" replace />} />
          </Routes>
        </SettingsTabs>
      </SettingsForms>
    </SettingsContext.Provider>
  );
}

function SettingsSkeleton() {
  return <Skeleton height="20rem" width="100%" />;
}
