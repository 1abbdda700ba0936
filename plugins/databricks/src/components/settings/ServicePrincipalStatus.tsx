import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  ManagedFabric,
  ServicePrincipalStatus as Status,
} from '@backstage-databricks/plugin-databricks-common';
import { DateTime } from 'luxon';
import { databricksTranslationRef } from '../../translation';
import { StatusLine } from '../StatusLine';
import { servicePrincipalUse } from './servicePrincipalUse';

/** The first of the warnings before a secret expires. */
const EXPIRY_WARNING_DAYS = 30;

const tones = {
  missing: 'warning',
  ready: 'positive',
  rejected: 'negative',
  unchecked: 'neutral',
} as const satisfies Record<Status, unknown>;

/** How the service principal of a fabric stands, where the fabric needs or has one. */
export function ServicePrincipalStatus(props: { fabric: ManagedFabric }) {
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
  const days = secretExpiresAt && daysUntil(secretExpiresAt);
  const expires = typeof days === 'number' && days <= EXPIRY_WARNING_DAYS;
  return (
    <StatusLine
      tone={expires && status !== 'rejected' ? 'warning' : tones[status]}
      title={t(`servicePrincipal.status.${status}`)}
    >
      {expires &&
        (days < 0
          ? t('servicePrincipal.expired')
          : t('servicePrincipal.expiresIn', { count: days }))}
    </StatusLine>
  );
}

function daysUntil(date: string): number {
  return Math.round(
    DateTime.fromISO(date).diff(DateTime.now().startOf('day'), 'days').days,
  );
}
