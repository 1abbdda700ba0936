import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Settings } from '@backstage-databricks/plugin-databricks-common';
import { Skeleton, VisuallyHidden } from '@backstage/ui';
import { useState } from 'react';
import { useSettings } from '../../hooks/useSettings';
import { databricksTranslationRef } from '../../translation';
import { ResourceView } from '../../ui/ResourceView';
import { AllConnectionsSection } from './AllConnectionsSection';
import { AppConnectionsSection } from './AppConnectionsSection';
import { CheckListSection } from './CheckListSection';
import { CheckSummary } from './CheckSummary';
import { EncryptionSection } from './EncryptionSection';
import { ExportSection } from './ExportSection';
import { FabricsSection } from './FabricsSection';
import { NotAdmin } from './NotAdmin';
import { RedirectUrlsSection } from './RedirectUrlsSection';
import styles from './SettingsSections.module.css';

/** All that admins define and look after. */
export function SettingsSections(props: {
  /** Who administers, as entity refs. */
  admins: string[];
}) {
  const { t } = useTranslationRef(databricksTranslationRef);
  const settings = useSettings();
  return (
    <ResourceView
      state={settings}
      loading={t('settings.loading')}
      errorTitle={t('settings.errorTitle')}
      skeleton={<Skeleton height="20rem" width="100%" />}
      forbidden={<NotAdmin admins={props.admins} />}
    >
      {value => <Sections settings={value} refetch={settings.refetch} />}
    </ResourceView>
  );
}

function Sections(props: { settings: Settings; refetch(): Promise<void> }) {
  const { settings, refetch } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const [announcement, setAnnouncement] = useState('');

  const onChanged = (message: string) => {
    setAnnouncement(message);
    refetch();
  };
  const contents = [
    ['app-connections', t('appConnection.sectionTitle')],
    ['redirect-urls', t('redirects.sectionTitle')],
    ['fabrics', t('fabricSettings.sectionTitle')],
    ['connections', t('adminConnections.sectionTitle')],
    ['encryption', t('encryption.sectionTitle')],
    ['check-list', t('checkList.sectionTitle')],
    ['export', t('exported.sectionTitle')],
  ];
  return (
    <div className={styles.sections}>
      <VisuallyHidden role="status">{announcement}</VisuallyHidden>
      <nav className={styles.contents} aria-label={t('settings.contents')}>
        <CheckSummary checks={settings.checks} />
        <ul>
          {contents.map(([anchor, title]) => (
            <li key={anchor}>
              <a href={`#${anchor}`}>{title}</a>
            </li>
          ))}
        </ul>
      </nav>
      <AppConnectionsSection
        settings={settings}
        onChanged={onChanged}
        refetch={refetch}
      />
      <RedirectUrlsSection settings={settings} />
      <FabricsSection
        settings={settings}
        onChanged={onChanged}
        refetch={refetch}
      />
      <AllConnectionsSection settings={settings} onChanged={onChanged} />
      <EncryptionSection
        encryption={settings.encryption}
        onChanged={onChanged}
      />
      <CheckListSection settings={settings} refetch={refetch} />
      <ExportSection settings={settings} />
    </div>
  );
}
