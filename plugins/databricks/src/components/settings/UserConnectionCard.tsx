import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { AdminConnectionList } from '@backstage-databricks/plugin-databricks-common';
import { useDatabricksApi } from '@backstage-databricks/plugin-databricks-react';
import { useId } from 'react';
import { databricksTranslationRef } from '../../translation';
import { connectionTones } from '../connectionTones';
import { Details } from '../Details';
import { hostOf } from '@backstage-databricks/plugin-databricks-react';
import { nameOf } from '../nameOf';
import { RemainingTime } from '../RemainingTime';
import { StatusLine } from '../StatusLine';
import { TimeText } from '@backstage-databricks/plugin-databricks-react';
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
        title={t(`connectionFacts.state.${status}`)}
      >
        {reason?.message}
      </StatusLine>
      <Details
        items={[
          { term: t('connectionFacts.as'), value: who },
          { term: t('adminConnections.workspace'), value: host },
          {
            term: t('adminConnections.appConnection'),
            value: connection.appConnection,
          },
          {
            term: t('connectionFacts.fabrics'),
            value: fabrics.join(', ') || t('connectionFacts.noFabrics'),
          },
          {
            term: t('connectionFacts.since'),
            value: <TimeText at={connection.connectedAt} />,
          },
          {
            term: t('connectionFacts.until'),
            value: signInExpiresAt && status !== 'reconnect_required' && (
              <RemainingTime until={signInExpiresAt} />
            ),
          },
        ]}
      />
    </DefinitionCard>
  );
}
