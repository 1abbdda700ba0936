import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ButtonLink, Skeleton, Text, VisuallyHidden } from '@backstage/ui';
import { useConnections } from '../hooks/useConnections';
import { databricksTranslationRef } from '../translation';
import { ConnectionCard } from './ConnectionCard';
import styles from './ConnectionList.module.css';
import { CardGrid } from './CardGrid';
import { ProblemAlert } from './ProblemAlert';

/** The user's own connections, for the user's settings. */
export function ConnectionList(props: {
  /** Where the fabrics are shown, where the app has that page. */
  fabricsHref?: string;
}) {
  const { fabricsHref } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const { resource, refetch, retry } = useConnections();

  switch (resource.status) {
    case 'loading':
      return (
        <div aria-busy="true">
          <VisuallyHidden role="status">
            {t('connections.loading')}
          </VisuallyHidden>
          <Skeleton height="12rem" width="100%" />
        </div>
      );
    case 'forbidden':
    case 'notFound':
    case 'error':
      return (
        <ProblemAlert
          title={t('connections.errorTitle')}
          problem={resource.problem}
          onTryAgain={retry}
        />
      );
    case 'loaded': {
      const { items } = resource.value;
      return (
        <div className={styles.list}>
          {resource.problem && (
            <ProblemAlert
              status="warning"
              title={t('problem.refreshTitle')}
              problem={resource.problem}
              onTryAgain={refetch}
            />
          )}
          <Text as="p" color="secondary">
            {t('connections.intro')}
          </Text>
          {items.length === 0 ? (
            <>
              <Text as="h3" variant="title-x-small" weight="bold">
                {t('connections.emptyTitle')}
              </Text>
              <Text as="p">{t('connections.emptyHelp')}</Text>
              {fabricsHref && (
                <ButtonLink variant="primary" href={fabricsHref}>
                  {t('connections.toFabrics')}
                </ButtonLink>
              )}
            </>
          ) : (
            <CardGrid
              label={t('connections.label')}
              items={items.map(connection => ({
                key: connection.id,
                card: (
                  <ConnectionCard
                    connection={connection}
                    onDisconnected={refetch}
                  />
                ),
              }))}
            />
          )}
        </div>
      );
    }
    default:
      return resource satisfies never;
  }
}
