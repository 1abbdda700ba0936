import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  type AppConnection,
  DEFAULT_APP_CONNECTION_SCOPES,
  DEFAULT_REFRESH_TOKEN_LIFETIME_DAYS,
} from '@backstage-databricks/plugin-databricks-common';
import { TimeText } from '@backstage-databricks/plugin-databricks-react';
import { Link } from '@backstage/ui';
import { RiLockLine } from '@remixicon/react';
import type { ComponentProps, ReactNode } from 'react';
import { databricksTranslationRef } from '../../translation';
import type { DescriptionList } from '../../ui/DescriptionList';
import { EntityLinks } from '../../ui/EntityLinks';
import { useTabHref } from '../useTabHref';
import styles from './AppConnectionSurface.module.css';

type Facts = ComponentProps<typeof DescriptionList>['items'];

/** What is known of an app connection. What is as usual is not told. */
export function useAppConnectionFacts(
  connection: AppConnection,
  workspaces: number,
): Facts {
  const { title, clientId, connections, scopes } = connection;
  const { refreshTokenLifetime, sessionLifetime } = connection;
  const { t } = useTranslationRef(databricksTranslationRef);
  const hrefOf = useTabHref();
  const days = ({ days: count }: { days: number }) =>
    t('appConnections.days', { count });
  const used = t('appConnections.connections', { count: connections });
  return [
    {
      term: t('appConnections.clientId'),
      value: <code>{clientId}</code>,
      copy: clientId,
    },
    {
      term: t('appConnections.secret'),
      value: connection.public && t('appConnections.publicClient'),
    },
    {
      term: t('appConnections.serves'),
      value: t('appConnections.workspaces', { count: workspaces }),
    },
    {
      term: t('appConnections.usedBy'),
      value:
        connections > 0 ? (
          <Link
            href={hrefOf('connections', { appConnection: connection.name })}
            aria-label={t('appConnections.connectionsOf', {
              connections: used,
              title,
            })}
          >
            {used}
          </Link>
        ) : (
          t('appConnections.nobody')
        ),
    },
    {
      term: t('appConnections.scopes'),
      value: !areUsual(scopes) && <code>{scopes.join(' ')}</code>,
    },
    {
      term: t('appConnections.refreshTokens'),
      value:
        refreshTokenLifetime.days !== DEFAULT_REFRESH_TOKEN_LIFETIME_DAYS &&
        days(refreshTokenLifetime),
    },
    {
      term: t('appConnections.sessions'),
      value: sessionLifetime && days(sessionLifetime),
    },
    {
      term: t('appConnections.keptIn'),
      value: <KeptIn connection={connection} />,
    },
  ];
}

function areUsual(scopes: string[]): boolean {
  return (
    scopes.length === DEFAULT_APP_CONNECTION_SCOPES.length &&
    DEFAULT_APP_CONNECTION_SCOPES.every(it => scopes.includes(it))
  );
}

function KeptIn(props: { connection: AppConnection }): ReactNode {
  const { source, updatedAt, updatedBy } = props.connection;
  const { t } = useTranslationRef(databricksTranslationRef);
  if (source === 'config') {
    return (
      <span className={styles.kept}>
        <RiLockLine aria-hidden="true" />
        {t('appConnections.appConfig')}
      </span>
    );
  }
  const when = updatedAt && <TimeText at={updatedAt} />;
  return (
    <>
      {t('appConnections.portal')}{' '}
      {when && (
        <span className={styles.grey}>
          {updatedBy
            ? t('appConnections.changedBy', {
                when,
                who: <EntityLinks entityRefs={[updatedBy]} />,
              })
            : t('appConnections.changed', { when })}
        </span>
      )}
    </>
  );
}
