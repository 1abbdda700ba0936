import type { FabricRow } from '@backstage-databricks/plugin-databricks-common';

/** Who acts in a fabric when nobody is there, and how that stands. */
export type Automation =
  /** Nobody: schedules cannot run. */
  | { state: 'onlyYou' }
  | { state: 'missing' }
  | {
      state:
        | 'ready'
        | 'unchecked'
        | 'unreadable'
        | 'rejected'
        | 'testFailed'
        | 'unreachable';
      /** Undefined while it is not known. */
      name?: string;
    }
  /** For good, so that another secret would not help: `reason` says why. */
  | { state: 'refused'; name?: string; reason: string }
  | { state: 'secretEnds'; name?: string; date: string };

/** What stands in place of a name that is not known yet. */
const CLIENT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Warnings of a fabric that its service principal's stored secret cannot be opened. */
export const UNREADABLE = [
  'encryption_key_unavailable',
  'credentials_unreadable',
];

export function automationOf(
  row: Pick<FabricRow, 'automation' | 'warnings' | 'failedTests'>,
): Automation {
  const { automation, warnings, failedTests = [] } = row;
  if (!automation || automation.as === 'user') {
    return { state: 'onlyYou' };
  }
  const { status, secretExpiresAt, refusal } = automation;
  const name =
    automation.name === undefined || CLIENT_ID.test(automation.name)
      ? undefined
      : automation.name;
  if (status === undefined || status === 'missing') {
    return { state: 'missing' };
  }
  if (UNREADABLE.some(code => warnings.includes(code))) {
    return { state: 'unreadable', name };
  }
  if (status === 'rejected') {
    return { state: 'rejected', name };
  }
  if (refusal !== undefined) {
    return { state: 'refused', name, reason: refusal };
  }
  if (failedTests.includes('servicePrincipal')) {
    return { state: 'testFailed', name };
  }
  if (
    secretExpiresAt &&
    warnings.includes('service_principal_secret_expires')
  ) {
    return { state: 'secretEnds', name, date: secretExpiresAt };
  }
  if (warnings.includes('databricks_unavailable')) {
    return { state: 'unreachable', name };
  }
  return { state: status, name };
}

/** Whether it has to be mended, by whoever may change the fabric. */
export function needsFix({ state }: Automation): boolean {
  return (
    state === 'missing' ||
    state === 'unreadable' ||
    state === 'rejected' ||
    state === 'refused' ||
    state === 'testFailed' ||
    state === 'secretEnds'
  );
}
