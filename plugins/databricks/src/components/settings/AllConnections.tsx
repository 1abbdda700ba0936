import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  AdminConnectionFilter,
  Settings,
} from '@backstage-databricks/plugin-databricks-common';
import { useDatabricksApi } from '@backstage-databricks/plugin-databricks-react';
import { Button, Skeleton, Text, VisuallyHidden } from '@backstage/ui';
import { useState } from 'react';
import {
  type AllConnectionsState,
  useAllConnections,
} from '../../hooks/useAllConnections';
import { databricksTranslationRef } from '../../translation';
import { CardGrid } from '../CardGrid';
import { ProblemAlert } from '../ProblemAlert';
import styles from './AllConnections.module.css';
import { ConfirmButton } from './ConfirmButton';
import { ConnectionFilterForm } from './ConnectionFilterForm';
import { UserConnectionCard } from './UserConnectionCard';

/** Connections of all users, as the filter lets them through. */
export function AllConnections(props: {
  settings: Settings;
  onChanged(message: string): void;
}) {
  const { settings, onChanged } = props;
  const { fabrics } = settings;
  const api = useDatabricksApi();
  const { t } = useTranslationRef(databricksTranslationRef);
  const [filter, setFilter] = useState<AdminConnectionFilter>({});
  const { connections, reload, loadMore } = useAllConnections(filter);

  const ended = (count: number) => {
    onChanged(t('adminConnections.ended', { count }));
    reload();
  };
  const { user } = filter;
  return (
    <div className={styles.connections}>
      <ConnectionFilterForm fabrics={fabrics} onFilter={setFilter} />
      {user && (
        <div>
          <ConfirmButton
            label={t('adminConnections.endAll')}
            title={t('adminConnections.endAllTitle', { user })}
            help={t('adminConnections.endAllHelp')}
            failedTitle={t('adminConnections.endFailed')}
            action={async () =>
              ended((await api.endConnections({ user })).ended)
            }
          />
        </div>
      )}
      <Pages
        connections={connections}
        reload={reload}
        loadMore={loadMore}
        onEnded={ended}
      />
    </div>
  );
}

function Pages(props: {
  connections: AllConnectionsState;
  reload(): void;
  loadMore(): void;
  onEnded(count: number): void;
}) {
  const { connections, reload, loadMore, onEnded } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  switch (connections.status) {
    case 'loading':
      return (
        <div aria-busy="true">
          <VisuallyHidden role="status">
            {t('adminConnections.loading')}
          </VisuallyHidden>
          <Skeleton height="8rem" width="100%" />
        </div>
      );
    case 'error':
      return (
        <ProblemAlert
          title={t('adminConnections.errorTitle')}
          problem={connections.problem}
          onTryAgain={reload}
        />
      );
    case 'loaded': {
      const { items, next } = connections;
      return (
        <>
          <Text as="p" role="status" color="secondary">
            {items.length > 0
              ? t('adminConnections.shown', { count: items.length })
              : t('adminConnections.empty')}
          </Text>
          <CardGrid
            label={t('adminConnections.label')}
            items={items.map(connection => ({
              key: connection.id,
              card: (
                <UserConnectionCard connection={connection} onEnded={onEnded} />
              ),
            }))}
          />
          {next.status === 'available' && next.problem && (
            <ProblemAlert
              title={t('adminConnections.moreErrorTitle')}
              problem={next.problem}
              onTryAgain={loadMore}
            />
          )}
          {next.status !== 'none' && (
            <div>
              <Button
                variant="secondary"
                isPending={next.status === 'loading'}
                onPress={loadMore}
              >
                {t('adminConnections.more')}
              </Button>
            </div>
          )}
        </>
      );
    }
    default:
      return connections satisfies never;
  }
}
