import { Problem } from '@backstage-databricks/plugin-databricks-common';
import { DAY_MS } from '../database';

/** Time to get a second secret, switch and remove the first, also where somebody else has to approve it. */
const WARN_DAYS = 30;

/**
 * What there is to say of the end of a service principal's secret, from 30 days before.
 *
 * @param secretExpiresAt - the last day, `YYYY-MM-DD`, in UTC
 */
export function secretExpiry(
  secretExpiresAt: string | undefined,
  nowMs: number,
): (Problem & { isOver: boolean }) | undefined {
  if (!secretExpiresAt) {
    return undefined;
  }
  const daysLeft = Math.ceil((Date.parse(secretExpiresAt) - nowMs) / DAY_MS);
  if (daysLeft > WARN_DAYS) {
    return undefined;
  }
  const isOver = daysLeft < 0;
  return {
    code: 'service_principal_secret_expires',
    isOver,
    message: `The secret of the service principal ${
      isOver
        ? `expired on ${secretExpiresAt}`
        : `expires on ${secretExpiresAt}, ${inDays(daysLeft)}`
    }. Ask an admin to renew it.`,
  };
}

function inDays(days: number): string {
  switch (days) {
    case 0:
      return 'today';
    case 1:
      return 'in 1 day';
    default:
      return `in ${days} days`;
  }
}
