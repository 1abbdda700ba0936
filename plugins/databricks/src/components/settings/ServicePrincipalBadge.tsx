import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  FabricDefinition,
  ServicePrincipalStatus as Status,
} from '@backstage-databricks/plugin-databricks-common';
import { databricksTranslationRef } from '../../translation';
import { SecretUrgency, secretUrgency } from '../secretUrgency';
import { StatusLine } from '../StatusLine';
import { servicePrincipalUse } from './servicePrincipalUse';

const tones = {
  missing: 'warning',
  ready: 'positive',
  rejected: 'negative',
  unchecked: 'neutral',
} as const satisfies Record<Status, unknown>;

/** How the service principal of a fabric stands, where the fabric needs or has one. */
export function ServicePrincipalBadge(props: { fabric: FabricDefinition }) {
  const { servicePrincipal } = props.fabric;
  const { t } = useTranslationRef(databricksTranslationRef);
  if (!servicePrincipal) {
    const use = servicePrincipalUse(props.fabric);
    return use === 'none' ? null : (
      <StatusLine tone="warning" title={t('servicePrincipal.missing')}>
        {t(`servicePrincipal.missingFor.${use}`)}
      </StatusLine>
    );
  }
  const { status, secretExpiresAt } = servicePrincipal;
  const secret = secretUrgency(secretExpiresAt);
  return (
    <StatusLine
      tone={toneOf(status, secret?.urgency)}
      title={t(`servicePrincipal.status.${status}`)}
    >
      {secret && <SecretExpires {...secret} />}
    </StatusLine>
  );
}

function toneOf(status: Status, urgency: SecretUrgency | undefined) {
  switch (urgency) {
    case undefined:
      return tones[status];
    case 'early':
    case 'soon':
      return status === 'rejected' ? tones[status] : 'warning';
    case 'urgent':
    case 'last':
    case 'expired':
      return 'negative';
    default:
      return urgency satisfies never;
  }
}

function SecretExpires(props: { urgency: SecretUrgency; days: number }) {
  const { urgency, days } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  return (
    <>
      <p>
        {urgency === 'expired'
          ? t('servicePrincipal.expired')
          : t('servicePrincipal.expiresIn', { count: days })}
      </p>
      {urgency !== 'early' && urgency !== 'soon' && (
        <p>{t(`servicePrincipal.renew.${urgency}`)}</p>
      )}
    </>
  );
}
