import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Settings } from '@backstage-databricks/plugin-databricks-common';
import { Skeleton, VisuallyHidden } from '@backstage/ui';
import { useState } from 'react';
import { useSettings } from '../../hooks/useSettings';
import { databricksTranslationRef } from '../../translation';
import { ProblemAlert } from '../ProblemAlert';
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
  const { resource, refetch, retry } = useSettings();

  switch (resource.status) {
    case 'loading':
      return (
        <div aria-busy="true">
          <VisuallyHidden role="status">{t('settings.loading')}</VisuallyHidden>
          <Skeleton height="20rem" width="100%" />
        </div>
      );
    case 'forbidden':
      return <NotAdmin admins={props.admins} />;
    case 'notFound':
    case 'error':
      return (
        <ProblemAlert
          title={t('settings.errorTitle')}
          problem={resource.problem}
          onTryAgain={retry}
        />
      );
    case 'loaded':
      return (
        <>
          {resource.problem && (
            <ProblemAlert
              status="warning"
              title={t('problem.refreshTitle')}
              problem={resource.problem}
              onTryAgain={refetch}
            />
          )}
          <Sections settings={resource.value} refetch={refetch} />
        </>
      );
    default:
      return resource satisfies never;
  }
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
