import { DateTime } from 'luxon';

/** How much it presses to renew a secret, from the first warning to too late. */
export type SecretUrgency = 'early' | 'soon' | 'urgent' | 'last' | 'expired';

/** The most days that are left at each, the most pressing first. */
const steps: [SecretUrgency, number][] = [
  ['expired', -1],
  ['last', 1],
  ['urgent', 3],
  ['soon', 14],
  ['early', 30],
];

/** What there is to say of the end of a secret; `undefined` while it is far away. */
export function secretUrgency(
  secretExpiresAt: string | undefined,
  now: DateTime = DateTime.now(),
): { urgency: SecretUrgency; days: number } | undefined {
  if (secretExpiresAt === undefined) {
    return undefined;
  }
  const days = Math.round(
    DateTime.fromISO(secretExpiresAt).diff(now.startOf('day'), 'days').days,
  );
  const step = steps.find(([, atMost]) => days <= atMost);
  return step && { urgency: step[0], days };
}
