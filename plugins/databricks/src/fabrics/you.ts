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
  | { state: 'connected' | 'expiresSoon'; person: Person; until?: string }
  | { state: 'ended'; person: Person; since?: string; reason?: Problem }
  /** For want of the portal: what it has been given lasts, and no more comes. */
  | { state: 'cannotRenew'; person: Person; until?: string; problem: Problem }
  | ({ state: 'refused'; problem?: Problem } & Held)
  | ({ state: 'testFailed' } & Held);

type Held = {
  person: Person;
  until?: string;
  /** The sign-in itself ends soon. */
  endsSoon: boolean;
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
    case 'refused':
    case 'testFailed':
      return you.endsSoon;
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
      const endsSoon = status === 'expires_soon';
      const refusal =
        reason?.code === 'databricks_refused' ? reason : undefined;
      if (refusal ?? (lastTest && !lastTest.ok)) {
        const problem = refusal ?? lastTest?.problem;
        return { state: 'refused', person, until, problem, endsSoon };
      }
      if (reason) {
        return { state: 'cannotRenew', person, until, problem: reason };
      }
      return {
        state: endsSoon ? 'expiresSoon' : 'connected',
        person,
        until,
      };
    }
    default:
      return status satisfies never;
  }
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
  const failed = row.failedTests ?? [];
  return (you.state === 'connected' || you.state === 'expiresSoon') &&
    (failed.includes('compute') || failed.includes('data'))
    ? { ...you, state: 'testFailed', endsSoon: you.state === 'expiresSoon' }
    : you;
}
