import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { AppConnection } from '@backstage-databricks/plugin-databricks-common';
import { useDatabricksApi } from '@backstage-databricks/plugin-databricks-react';
import { Button } from '@backstage/ui';
import { useId } from 'react';
import { databricksTranslationRef } from '../../translation';
import { Details } from '../Details';
import { StatusLine } from '../StatusLine';
import { AppConnectionTestButton } from './AppConnectionTestButton';
import { ConfirmButton } from './ConfirmButton';
import { DefinitionCard } from './DefinitionCard';
import { DefinitionSource } from './DefinitionSource';

const tones = {
  unchecked: 'neutral',
  accepted: 'positive',
  rejected: 'negative',
} as const satisfies Record<AppConnection['health'], unknown>;

/** One app connection as admins see it. */
export function AppConnectionCard(props: {
  connection: AppConnection;
  /** A workspace to test it at. */
  workspaceUrl?: string;
  onChange(): void;
  /** Something has changed, with a word for it. */
  onChanged(message: string): void;
  onFailed(): void;
}) {
  const { connection, workspaceUrl, onChange, onChanged, onFailed } = props;
  const { name, etag, connections } = connection;
  const api = useDatabricksApi();
  const { t } = useTranslationRef(databricksTranslationRef);
  const titleId = useId();
  const days = ({ days: count }: { days: number }) =>
    t('appConnection.days', { count });

  return (
    <DefinitionCard
      titleId={titleId}
      title={connection.title}
      badge={connection.default ? t('appConnection.default') : undefined}
      actions={
        <>
          {connection.source === 'database' && (
            <Button
              variant="secondary"
              aria-describedby={titleId}
              onPress={onChange}
            >
              {t('appConnection.change')}
            </Button>
          )}
          <AppConnectionTestButton
            name={name}
            workspaceUrl={workspaceUrl}
            describedBy={titleId}
          />
          {connections > 0 && (
            <ConfirmButton
              label={t('appConnection.end')}
              title={t('appConnection.endTitle', { name })}
              help={t('appConnection.endHelp', { count: connections })}
              failedTitle={t('adminConnections.endFailed')}
              describedBy={titleId}
              action={async () => {
                const { ended } = await api.endConnections({
                  appConnection: name,
                });
                onChanged(t('adminConnections.ended', { count: ended }));
              }}
            />
          )}
          {connection.source === 'database' && (
            <ConfirmButton
              label={t('remove.remove')}
              title={t('appConnection.removeTitle', { name })}
              help={t('appConnection.removeHelp', { count: connections })}
              failedTitle={t('remove.failed')}
              describedBy={titleId}
              onFailed={onFailed}
              action={async () => {
                await api.deleteAppConnection(name, { etag });
                onChanged(t('settings.removed'));
              }}
            />
          )}
        </>
      }
    >
      <StatusLine
        tone={tones[connection.health]}
        title={t(`appConnection.health.${connection.health}`)}
      />
      <Details
        items={[
          { term: t('form.name'), value: <code>{name}</code> },
          {
            term: t('form.clientId'),
            value: <code>{connection.clientId}</code>,
          },
          {
            term: t('appConnection.secret'),
            value: connection.hasClientSecret
              ? t('appConnection.secretKept')
              : t('appConnection.secretPublic'),
          },
          { term: t('form.scopes'), value: connection.scopes.join(', ') },
          {
            term: t('appConnection.refreshTokens'),
            value: days(connection.refreshTokenLifetime),
          },
          {
            term: t('appConnection.sessions'),
            value:
              connection.sessionLifetime && days(connection.sessionLifetime),
          },
          { term: t('appConnection.connections'), value: String(connections) },
        ]}
      />
      <DefinitionSource
        thing={connection}
        configPath={`databricks.appConnections.${name}`}
      />
    </DefinitionCard>
  );
}
