import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  DatabricksConnectDialog,
  useDatabricksConnections,
  useDatabricksFabrics,
  useProblemText,
} from '@backstage-databricks/plugin-databricks-react';
import { ButtonLink, Card, Link, Skeleton, Text } from '@backstage/ui';
import { RiDatabase2Line, RiNotification3Line } from '@remixicon/react';
import { databricksTranslationRef } from '../translation';
import { EmptyCard } from '../ui/EmptyCard';
import { useLinks } from '../ui/Links';
import { PausedLine } from '../ui/PausedLine';
import { ProblemLine } from '../ui/ProblemLine';
import { ResourceView } from '../ui/ResourceView';
import { ConnectionSurface } from './ConnectionSurface';
import styles from './ConnectionsPage.module.css';

/** The user's own connections. */
export function ConnectionsPage(props: { notificationSettings?: string }) {
  const { notificationSettings } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const textOf = useProblemText();
  const { fabrics } = useLinks();
  const state = useDatabricksConnections();
  const { remote, retry } = useDatabricksFabrics();
  const list = remote.status === 'loaded' ? remote.value : undefined;
  return (
    <div className={styles.page}>
      <div>
        <h2 className={styles.title} tabIndex={-1} data-databricks-focus="">
          {t('connections.title')}
        </h2>
        <Text as="p" color="secondary">
          {t('connections.intro')}
        </Text>
      </div>
      <ResourceView
        state={state}
        loading={t('connections.loading')}
        errorTitle={t('connections.errorTitle')}
        skeleton={<Skeleton width="100%" height={96} />}
      >
        {({ items }) => (
          <>
            <PausedLine paused={list?.paused} />
            {!list && 'problem' in remote && remote.problem && (
              <ProblemLine
                title={t('fabrics.errorTitle')}
                text={`${textOf(remote.problem)} ${t('remote.notAffected')}`}
                onTryAgain={retry}
              />
            )}
            {items.length === 0 ? (
              <EmptyCard
                icon={<RiDatabase2Line />}
                title={t('connections.emptyTitle')}
                action={
                  fabrics && (
                    <ButtonLink variant="secondary" href={fabrics}>
                      {t('connections.toFabrics')}
                    </ButtonLink>
                  )
                }
              >
                {t('connections.emptyHelp')}
              </EmptyCard>
            ) : (
              <ul className={styles.list} aria-label={t('connections.label')}>
                {items.map(connection => (
                  <li key={connection.id}>
                    <ConnectionSurface connection={connection} list={list} />
                  </li>
                ))}
              </ul>
            )}
            {notificationSettings && (
              <Card className={styles.notice}>
                <RiNotification3Line aria-hidden="true" />
                <span className={styles.noticeText}>
                  {t('connections.notifications')}{' '}
                  <Text color="secondary">{t('connections.topics')}</Text>
                </span>
                <Link href={notificationSettings}>
                  {t('connections.notificationSettings')}
                </Link>
              </Card>
            )}
          </>
        )}
      </ResourceView>
      <DatabricksConnectDialog />
    </div>
  );
}
