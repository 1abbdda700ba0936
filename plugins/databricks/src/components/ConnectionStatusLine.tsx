import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Connection,
  Problem,
} from '@backstage-databricks/plugin-databricks-common';
import { databricksTranslationRef } from '../translation';
import type { FabricAccess } from './fabricAccess';
import { nameOf } from './nameOf';
import { RemainingTime } from './RemainingTime';
import { StatusLine } from './StatusLine';

/** As whom the user works with a fabric, and until when. */
export function ConnectionStatusLine(props: { access: FabricAccess }) {
  const { access } = props;
  switch (access.kind) {
    case 'servicePrincipal':
      return <ServicePrincipalLine status={access.status} />;
    case 'notConnected':
      return <NotConnected obstacle={access.obstacle} />;
    case 'connected':
      return <Connected connection={access.connection} />;
    case 'reconnect':
      return (
        <ToReconnect
          connection={access.connection}
          obstacle={access.obstacle}
        />
      );
    default:
      return access satisfies never;
  }
}

function ServicePrincipalLine(props: {
  status: 'ready' | 'missing' | 'rejected';
}) {
  const { t } = useTranslationRef(databricksTranslationRef);
  switch (props.status) {
    case 'ready':
      return (
        <StatusLine tone="positive" title={t('status.servicePrincipalReady')}>
          {t('status.servicePrincipalReadyHelp')}
        </StatusLine>
      );
    case 'missing':
      return (
        <StatusLine tone="negative" title={t('status.servicePrincipalMissing')}>
          {t('status.servicePrincipalMissingHelp')}
        </StatusLine>
      );
    case 'rejected':
      return (
        <StatusLine
          tone="negative"
          title={t('status.servicePrincipalRejected')}
        >
          {t('status.servicePrincipalRejectedHelp')}
        </StatusLine>
      );
    default:
      return props.status satisfies never;
  }
}

function NotConnected(props: { obstacle?: Problem }) {
  const { t } = useTranslationRef(databricksTranslationRef);
  return props.obstacle ? (
    <StatusLine tone="warning" title={t('status.notConfigured')}>
      <Obstacle problem={props.obstacle} />
    </StatusLine>
  ) : (
    <StatusLine tone="neutral" title={t('status.notConnected')}>
      {t('status.notConnectedHelp')}
    </StatusLine>
  );
}

function Connected(props: { connection: Connection }) {
  const { t } = useTranslationRef(databricksTranslationRef);
  const { databricksUser, signInExpiresAt } = props.connection;
  return (
    <StatusLine
      tone="positive"
      title={t('status.connectedAs', { who: nameOf(databricksUser) })}
    >
      {signInExpiresAt && <RemainingTime until={signInExpiresAt} />}
    </StatusLine>
  );
}

function ToReconnect(props: {
  connection: Extract<FabricAccess, { kind: 'reconnect' }>['connection'];
  obstacle?: Problem;
}) {
  const { t } = useTranslationRef(databricksTranslationRef);
  const { connection, obstacle } = props;
  const { status, reason, signInExpiresAt } = connection;
  const who = nameOf(connection.databricksUser);
  const hindered = obstacle && <Obstacle problem={obstacle} />;

  switch (status) {
    case 'expires_soon':
      return (
        <StatusLine tone="warning" title={t('status.expiresSoon', { who })}>
          {signInExpiresAt && (
            <p>
              <RemainingTime until={signInExpiresAt} />
            </p>
          )}
          {hindered ?? <p>{t('status.expiresSoonHelp')}</p>}
        </StatusLine>
      );
    case 'reconnect_required':
      return (
        <StatusLine tone="negative" title={t('status.reconnectRequired')}>
          <p>{t('status.reconnectRequiredHelp', { who })}</p>
          {reason && <p>{reason.message}</p>}
          {hindered}
        </StatusLine>
      );
    case 'unreadable':
      return (
        <StatusLine tone="negative" title={t('status.unreadable')}>
          <p>{reason?.message ?? t('status.unreadableHelp')}</p>
          {hindered}
        </StatusLine>
      );
    default:
      return status satisfies never;
  }
}

function Obstacle(props: { problem: Problem }) {
  const { t } = useTranslationRef(databricksTranslationRef);
  return <p>{props.problem.message || t('status.notConfiguredHelp')}</p>;
}
