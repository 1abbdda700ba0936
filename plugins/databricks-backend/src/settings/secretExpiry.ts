import { durationToMilliseconds } from '@backstage/types';
import { Problem } from '@backstage-databricks/plugin-databricks-common';

/** Long enough to get a new secret and replace the old one, even if somebody else has to approve it. */
const WARN_DAYS = 30;

const DAYS = new Intl.RelativeTimeFormat('en');

/**
 * The warning that a service principal's secret ends, from 30 days before.
 *
 * @param secretExpiresAt - the last day, `YYYY-MM-DD`, in UTC
 */
export function secretExpiry(
  secretExpiresAt: string | undefined,
  nowMs: number,
):
  | (Problem & { values: { date: string; days: string }; isOver: boolean })
  | undefined {
  if (!secretExpiresAt) {
    return undefined;
  }
  const daysLeft = Math.ceil(
    (Date.parse(secretExpiresAt) - nowMs) / durationToMilliseconds({ days: 1 }),
  );
  if (daysLeft > WARN_DAYS) {
    return undefined;
  }
  const isOver = daysLeft < 0;
  const inDays = daysLeft ? DAYS.format(daysLeft, 'day') : 'today';
  const expires = isOver
    ? `expired on ${secretExpiresAt}`
    : `expires on ${secretExpiresAt}, ${inDays}`;
  return {
    code: 'service_principal_secret_expires',
    isOver,
    values: { date: secretExpiresAt, days: String(daysLeft) },
    message: `The secret of the service principal ${expires}. Ask an admin to renew it.`,
  };
}
