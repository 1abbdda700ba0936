import type {
  Connection,
  FabricRow,
  Issuer,
  Problem,
} from '@backstage-databricks/plugin-databricks-common';
import {
  Person,
  personOf,
} from '@backstage-databricks/plugin-databricks-react';

/** How the user stands somewhere: at an issuer, or in a fabric. */
export type You =
  | { state: 'none' | 'notSetUp' | 'notConnected' | 'waiting' | 'unreadable' }
  | ({
      state: 'connected' | 'expiresSoon' | 'cannotRenew' | 'testFailed';
    } & Held)
  | ({ state: 'refused'; problem?: Problem } & Held)
  | { state: 'ended'; person: Person; since?: string; reason?: Problem };

/** Somebody is signed in. */
type Held = {
  person: Person;
  until?: string;
  /** Soon enough for the user to sign in again. */
  endsSoon?: boolean;
  /** Why the portal can renew nothing: what it has been given lasts, and no more comes. */
  cannotRenew?: Problem;
};

export type YouState = You['state'];

/** Worst first: the order of tiles. */
export const YOU_STATES = [
  'ended',
  'unreadable',
  'refused',
  'cannotRenew',
  'testFailed',
  'expiresSoon',
  'waiting',
  'notConnected',
  'notSetUp',
  'connected',
  'none',
] as const satisfies YouState[];

/** What the user alone can do: sign in, or sign in again. */
export function needsSignIn(you: You): boolean {
  switch (you.state) {
    case 'ended':
    case 'unreadable':
    case 'expiresSoon':
    case 'notConnected':
      return true;
    case 'testFailed':
      return you.endsSoon ?? false;
    default:
      return false;
  }
}

/** How the user stands where they sign in. */
export function youAt(issuer: Issuer, isWaiting: boolean): You {
  const { appConnection, connection } = issuer;
  if (isWaiting) {
    return { state: 'waiting' };
  }
  if (!connection || connection.status === 'not_connected') {
    return { state: appConnection?.ready ? 'notConnected' : 'notSetUp' };
  }
  const you = youWith(connection);
  const leadsToSignIn = you.state === 'ended' || you.state === 'unreadable';
  return leadsToSignIn && !appConnection?.ready ? { state: 'notSetUp' } : you;
}

/** How the user stands with a connection of theirs. */
export function youWith(connection: Connection): You {
  const { status, signInExpiresAt: until, reason, lastTest } = connection;
  const person = personOf(connection);
  switch (status) {
    case 'reconnect_required':
      return { state: 'ended', person, since: connection.endedAt, reason };
    case 'unreadable':
      return { state: 'unreadable' };
    case 'connected':
    case 'expires_soon': {
      const isRefusal = reason?.code === 'databricks_refused';
      const held: Held =
        reason && !isRefusal
          ? { person, cannotRenew: reason }
          : { person, until, endsSoon: status === 'expires_soon' };
      if (isRefusal || (lastTest && !lastTest.ok)) {
        const problem = isRefusal ? reason : lastTest?.problem;
        return { state: 'refused', problem, ...held };
      }
      if (held.cannotRenew) {
        return { state: 'cannotRenew', ...held };
      }
      return { state: held.endsSoon ? 'expiresSoon' : 'connected', ...held };
    }
    default:
      return status satisfies never;
  }
}

/** Whether the user could sign in there, whatever for. */
export function canSignIn(you: You, { appConnection }: Issuer): boolean {
  const isRejected = 'cannotRenew' in you && you.cannotRenew !== undefined;
  return (appConnection?.ready ?? false) && !isRejected;
}

/** The fabric that a sign-in there names: one of Prophecy has a redirect URL of its own. */
export function signInFabric({
  type,
  name,
}: Pick<FabricRow, 'type' | 'name'>): string | undefined {
  return type === 'prophecy' ? name : undefined;
}

/** Whether a test found compute or data of a fabric out of the user's reach. */
export function hasFailedTest({
  failedTests = [],
}: Pick<FabricRow, 'failedTests'>): boolean {
  return failedTests.includes('compute') || failedTests.includes('data');
}

/** How the user stands in a fabric: as at its issuer, but for a test that found compute or data out of reach. */
export function youIn(
  row: Pick<FabricRow, 'signInNeeded' | 'failedTests'>,
  issuer: Issuer | undefined,
  isWaiting: boolean,
): You {
  if (!row.signInNeeded) {
    return { state: 'none' };
  }
  if (!issuer) {
    return { state: 'notSetUp' };
  }
  const you = youAt(issuer, isWaiting);
  return (you.state === 'connected' || you.state === 'expiresSoon') &&
    hasFailedTest(row)
    ? { ...you, state: 'testFailed' }
    : you;
}
