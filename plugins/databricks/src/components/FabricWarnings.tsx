import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FabricWarningCode } from '@backstage-databricks/plugin-databricks-common';
import { Alert } from '@backstage/ui';
import type { CardFabric } from '../hooks/useCardFabrics';
import { databricksTranslationRef } from '../translation';
import type { FabricAccess } from './fabricAccess';
import { secretUrgency } from './secretUrgency';

const secretExpires: FabricWarningCode = 'service_principal_secret_expires';

const secretLooks = {
  early: { status: 'info' },
  soon: { status: 'warning' },
  urgent: { status: 'danger', title: 'fabric.secretExpires.urgent' },
  last: { status: 'danger', title: 'fabric.secretExpires.last' },
  expired: { status: 'danger', title: 'fabric.secretExpires.expired' },
} as const;

/** What a fabric warns of, without what the status line of its card says already. */
export function FabricWarnings(props: {
  fabric: CardFabric;
  access: FabricAccess;
}) {
  const { fabric, access } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const said = saidByStatus(access);
  const secret = secretUrgency(fabric.servicePrincipal?.secretExpiresAt);

  return (
    <>
      {fabric.warnings
        .filter(({ code }) => code !== said)
        .map(({ code, message }) => {
          const isSecret = code === secretExpires && secret !== undefined;
          const look = isSecret
            ? secretLooks[secret.urgency]
            : { status: 'warning' as const };
          return (
            <Alert
              key={code}
              status={look.status}
              icon
              title={'title' in look ? t(look.title) : undefined}
              description={message}
            />
          );
        })}
    </>
  );
}

function saidByStatus(access: FabricAccess): FabricWarningCode | undefined {
  if (access.kind === 'servicePrincipal' && access.status !== 'ready') {
    return access.status === 'missing'
      ? 'service_principal_missing'
      : 'service_principal_rejected';
  }
  return access.kind === 'reconnect' &&
    access.connection.status === 'expires_soon'
    ? 'sign_in_expires_soon'
    : undefined;
}
