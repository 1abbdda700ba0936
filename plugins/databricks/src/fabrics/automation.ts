import type { FabricRow } from '@backstage-databricks/plugin-databricks-common';

/** Who acts in a fabric when nobody is there, and how that stands. */
export type Automation =
  /** Nobody: schedules cannot run. */
  | { state: 'onlyYou' }
  | { state: 'missing' }
  | {
      state: 'ready' | 'unchecked' | 'rejected' | 'testFailed' | 'unreachable';
      /** Undefined while it is not known. */
      name?: string;
    }
  | { state: 'secretEnds'; name?: string; date: string };

/** What stands in place of a name that is not known yet. */
const CLIENT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Warnings of a fabric that are about its service principal's stored secret. */
const UNREADABLE = ['encryption_key_unavailable', 'credentials_unreadable'];

export function automationOf(
  row: Pick<FabricRow, 'automation' | 'warnings' | 'failedTests'>,
): Automation {
  const { automation, warnings, failedTests = [] } = row;
  if (!automation || automation.as === 'user') {
    return { state: 'onlyYou' };
  }
  const { status, secretExpiresAt } = automation;
  const name =
    automation.name === undefined || CLIENT_ID.test(automation.name)
      ? undefined
      : automation.name;
  if (status === undefined || status === 'missing') {
    return { state: 'missing' };
  }
  if (
    status === 'rejected' ||
    UNREADABLE.some(code => warnings.includes(code))
  ) {
    return { state: 'rejected', name };
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
    state === 'rejected' ||
    state === 'testFailed' ||
    state === 'secretEnds'
  );
}
