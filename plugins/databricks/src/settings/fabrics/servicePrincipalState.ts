import type { FabricDefinition } from '@backstage-databricks/plugin-databricks-common';
import { daysUntil } from '../../fabrics/useAutomationText';

/** How the service principal of a fabric stands. */
export type ServicePrincipalState =
  | { state: 'rejected' | 'missing' | 'unchecked' | 'ready' | 'none' }
  /** For good, so that another secret would not help: `reason` says why. */
  | { state: 'refused'; reason: string }
  /** Days that are left; negative when it is over. */
  | { state: 'secretEnds'; days: number };

/** As the filter in the address names them, worst first. */
export const SERVICE_PRINCIPAL_FILTERS = [
  'rejected',
  'expires',
  'missing',
  'unchecked',
  'ready',
  'none',
] as const;

/** From here on the backend warns too. */
const WARN_DAYS = 30;

const SEVERITY = {
  rejected: 0,
  refused: 1,
  secretEnds: 2,
  missing: 3,
  unchecked: 4,
  ready: 5,
  none: 6,
} as const satisfies Record<ServicePrincipalState['state'], number>;

/** Whether anything runs as the service principal of a fabric. */
export function usesServicePrincipal({
  type,
  oauthType,
}: Pick<FabricDefinition, 'type' | 'oauthType'>): boolean {
  return type !== 'prophecy' || oauthType === 'm2m';
}

/** @param left - whole days until a calendar date */
export function servicePrincipalState(
  fabric: Pick<FabricDefinition, 'type' | 'oauthType' | 'servicePrincipal'>,
  left: (date: string) => number = daysUntil,
): ServicePrincipalState {
  const { servicePrincipal } = fabric;
  if (!usesServicePrincipal(fabric)) {
    return { state: 'none' };
  }
  if (!servicePrincipal || servicePrincipal.status === 'missing') {
    return { state: 'missing' };
  }
  const { status, refusal, secretExpiresAt } = servicePrincipal;
  if (status === 'rejected') {
    return { state: 'rejected' };
  }
  if (refusal !== undefined) {
    return { state: 'refused', reason: refusal };
  }
  const days = secretExpiresAt === undefined ? Infinity : left(secretExpiresAt);
  return days <= WARN_DAYS ? { state: 'secretEnds', days } : { state: status };
}

/** Negative where the first is worse. */
export function compareServicePrincipals(
  a: ServicePrincipalState,
  b: ServicePrincipalState,
): number {
  return a.state === 'secretEnds' && b.state === 'secretEnds'
    ? a.days - b.days
    : SEVERITY[a.state] - SEVERITY[b.state];
}

/** Which value of the filter lets it through. */
export function filterOfServicePrincipal({
  state,
}: ServicePrincipalState): (typeof SERVICE_PRINCIPAL_FILTERS)[number] {
  switch (state) {
    case 'refused':
      return 'rejected';
    case 'secretEnds':
      return 'expires';
    default:
      return state;
  }
}
