import { z } from 'zod/v4';
import { clientId, clientSecret, expected, scopes } from './definitionFields';
import { strictDefinition } from './strictDefinition';

/**
 * The scopes that a service principal asks for when it names none.
 *
 * @public
 */
export const DEFAULT_SERVICE_PRINCIPAL_SCOPES: readonly string[] = ['all-apis'];

const DATE_EXPECTED = 'must be a calendar date such as 2027-03-01';

// YAML readers of the older kind turn a date into an instant at midnight.
const DATE_PATTERN = /^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T00:00:00(?:\.000)?Z)?$/;

const calendarDate = z
  .string({ error: expected(DATE_EXPECTED) })
  .transform((value, context) => {
    const date = DATE_PATTERN.exec(value)?.[1];
    if (date && isCalendarDate(date)) {
      return date;
    }
    context.addIssue({ code: 'custom', message: DATE_EXPECTED });
    return z.NEVER;
  });

function isCalendarDate(date: string): boolean {
  const instant = new Date(`${date}T00:00:00Z`);
  return (
    !Number.isNaN(instant.getTime()) &&
    instant.toISOString().slice(0, 10) === date
  );
}

/**
 * A fabric's service principal, as app-config and `PUT /fabrics/:name/service-principal` take it.
 * `secretExpiresAt` is a calendar date, `YYYY-MM-DD`.
 *
 * @public
 */
export const servicePrincipalInputSchema = strictDefinition({
  clientId: clientId(),
  clientSecret: clientSecret(),
  scopes: scopes().optional(),
  secretExpiresAt: calendarDate.optional(),
});

/** @public */
export type ServicePrincipalInput = z.infer<typeof servicePrincipalInputSchema>;
