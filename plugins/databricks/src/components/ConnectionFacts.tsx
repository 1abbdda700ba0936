import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Connection } from '@backstage-databricks/plugin-databricks-common';
import { databricksTranslationRef } from '../translation';
import { Details } from './Details';
import { nameOf } from './nameOf';
import { RemainingTime } from './RemainingTime';
import { TimeText } from './TimeText';

/** All that is known of a connection: as whom, for which fabrics, since, until when. */
export function ConnectionFacts(props: {
  connection: Connection;
  /** Titles of fabrics by their names, where they are known. */
  titles?: Record<string, string>;
}) {
  const { connection, titles = {} } = props;
  const { fabrics, signInExpiresAt, lastRefreshedAt, scopes } = connection;
  const { t } = useTranslationRef(databricksTranslationRef);
  return (
    <Details
      items={[
        { term: t('connections.as'), value: nameOf(connection.databricksUser) },
        {
          term: t('connections.fabrics'),
          value:
            fabrics.map(name => titles[name] ?? name).join(', ') ||
            t('connections.noFabrics'),
        },
        {
          term: t('connections.since'),
          value: <TimeText at={connection.connectedAt} />,
        },
        {
          term: t('connections.until'),
          value: signInExpiresAt &&
            connection.status !== 'reconnect_required' && (
              <RemainingTime until={signInExpiresAt} />
            ),
        },
        {
          term: t('connections.lastRefreshed'),
          value: lastRefreshedAt && <TimeText at={lastRefreshedAt} />,
        },
        { term: t('connections.scopes'), value: scopes.join(', ') },
      ]}
    />
  );
}
