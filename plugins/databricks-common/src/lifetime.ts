import { durationToMilliseconds } from '@backstage/types';
import { z } from 'zod/v4';
import { strictDefinition } from './strictDefinition';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Ten years: longer than anything that Databricks issues, and far from the end of JavaScript's calendar. */
const MAX_DAYS = 3650;

const EXPECTED = `must be a duration such as { days: 7 }, longer than nothing and at most ${MAX_DAYS} days`;

const amount = z.number({ error: 'must be a number' }).optional();

/**
 * A duration as Backstage writes it: `{ days: 7 }`.
 *
 * @public
 */
export const lifetimeSchema = strictDefinition({
  years: amount,
  months: amount,
  weeks: amount,
  days: amount,
  hours: amount,
  minutes: amount,
  seconds: amount,
  milliseconds: amount,
}).refine(
  duration => {
    const days = lifetimeInDays(duration);
    return (
      Object.values(duration).every(value => value >= 0) &&
      days > 0 &&
      days <= MAX_DAYS
    );
  },
  { error: EXPECTED },
);

/** @public */
export type Lifetime = z.infer<typeof lifetimeSchema>;

/**
 * How many days a duration lasts; may be a fraction. A year has 365 days, a month 30.
 *
 * @public
 */
export function lifetimeInDays(lifetime: Lifetime): number {
  return durationToMilliseconds(lifetime) / DAY_MS;
}
