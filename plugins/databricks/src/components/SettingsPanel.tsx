import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useDatabricksFabrics } from '@backstage-databricks/plugin-databricks-react';
import { Skeleton } from '@backstage/ui';
import { databricksTranslationRef } from '../translation';
import { PausedLine } from '../ui/PausedLine';
import { ResourceView } from '../ui/ResourceView';
import { NotAdmin } from './settings/NotAdmin';
import { SettingsSections } from './settings/SettingsSections';

/** The settings for admins. For others nothing but their own fabrics is asked for, which tells who administers. */
export function SettingsPanel() {
  const { t } = useTranslationRef(databricksTranslationRef);
  const state = useDatabricksFabrics();
  return (
    <ResourceView
      state={state}
      loading={t('settings.loading')}
      errorTitle={t('settings.errorTitle')}
      skeleton={<Skeleton height="4rem" width="100%" />}
      forbidden={<NotAdmin admins={[]} />}
    >
      {({ admin, admins, paused }) => (
        <>
          <PausedLine paused={paused} />
          {admin ? (
            <SettingsSections admins={admins} />
          ) : (
            <NotAdmin admins={admins} />
          )}
        </>
      )}
    </ResourceView>
  );
}
