import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { AdminConnectionList } from '@backstage-databricks/plugin-databricks-common';
import { useDatabricksApi } from '@backstage-databricks/plugin-databricks-react';
import { useId } from 'react';
import { databricksTranslationRef } from '../../translation';
import { connectionTones } from '../connectionTones';
import { Details } from '../Details';
import { hostOf } from '../hostOf';
import { nameOf } from '../nameOf';
import { RemainingTime } from '../RemainingTime';
import { StatusLine } from '../StatusLine';
import { TimeText } from '../TimeText';
import { ConfirmButton } from './ConfirmButton';
import { DefinitionCard } from './DefinitionCard';

/** A connection of some user, as admins see it. */
export function UserConnectionCard(props: {
  connection: AdminConnectionList['items'][number];
  onEnded(count: number): void;
}) {
  const { connection, onEnded } = props;
  const { id, user, status, reason, signInExpiresAt, fabrics } = connection;
  const api = useDatabricksApi();
  const { t } = useTranslationRef(databricksTranslationRef);
  const titleId = useId();
  const who = nameOf(connection.databricksUser);
  const host = hostOf(connection.issuer.url);
  return (
    <DefinitionCard
      titleId={titleId}
      title={user}
      actions={
        <ConfirmButton
          label={t('adminConnections.end')}
          title={t('adminConnections.endTitle')}
          help={t('adminConnections.endHelp', { who, host })}
          failedTitle={t('adminConnections.endFailed')}
          describedBy={titleId}
          action={async () => onEnded((await api.endConnection(id)).ended)}
        />
      }
    >
      <StatusLine
        tone={connectionTones[status]}
        title={t(`connections.state.${status}`)}
      >
        {reason?.message}
      </StatusLine>
      <Details
        items={[
          { term: t('connections.as'), value: who },
          { term: t('adminConnections.workspace'), value: host },
          {
            term: t('adminConnections.appConnection'),
            value: connection.appConnection,
          },
          {
            term: t('connections.fabrics'),
            value: fabrics.join(', ') || t('connections.noFabrics'),
          },
          {
            term: t('connections.since'),
            value: <TimeText at={connection.connectedAt} />,
          },
          {
            term: t('connections.until'),
            value: signInExpiresAt && status !== 'reconnect_required' && (
              <RemainingTime until={signInExpiresAt} />
            ),
          },
        ]}
      />
    </DefinitionCard>
  );
}
