import type { Connection } from '@backstage-databricks/plugin-databricks-common';
import { connection, inDays } from '../__testUtils__/answers';
import { needsSignIn, YOU_STATES, youAt, youIn, youWith } from './you';

const until = inDays(6);
const held = (changes: Partial<Connection> = {}) =>
  connection({ signInExpiresAt: until, ...changes });
const issuer = (
  state?: Connection | { status: 'not_connected' },
  ready = true,
) => ({
  id: 'sales',
  kind: 'workspace' as const,
  url: 'https://sales.cloud.databricks.com',
  title: 'Sales',
  appConnection: { name: 'default', title: 'Databricks', ready },
  connection: state,
  fabrics: 2,
});
const person = {
  name: 'Alice Example',
  userName: 'alice@example.com',
  isOther: false,
};
const row = (
  failedTests: ('identity' | 'compute' | 'data' | 'servicePrincipal')[] = [],
) => ({ signInNeeded: true, failedTests });
const problem = { code: 'databricks_refused', message: 'No entry.' };
const rejected = { code: 'app_connection_rejected', message: 'No.' };
const at = inDays(-1);

describe('how the user stands', () => {
  it.each<[string, Partial<Connection>, object]>([
    ['connected', {}, { state: 'connected', person, until, endsSoon: false }],
    [
      'ending soon',
      { status: 'expires_soon' },
      { state: 'expiresSoon', person, until, endsSoon: true },
    ],
    [
      'ended',
      { status: 'reconnect_required', endedAt: at, reason: problem },
      { state: 'ended', person, since: at, reason: problem },
    ],
    ['unreadable', { status: 'unreadable' }, { state: 'unreadable' }],
    [
      'refused by a test',
      { lastTest: { at, ok: false, problem } },
      { state: 'refused', person, until, problem, endsSoon: false },
    ],
    [
      'refused while the connection lives',
      { reason: problem, lastTest: { at, ok: true } },
      { state: 'refused', person, until, problem, endsSoon: false },
    ],
    [
      'refused, and about to end',
      { status: 'expires_soon', reason: problem },
      { state: 'refused', person, until, problem, endsSoon: true },
    ],
    [
      'not to be renewed, since the portal is rejected',
      { reason: rejected, lastTest: { at, ok: true } },
      { state: 'cannotRenew', person, cannotRenew: rejected },
    ],
    [
      'well tested',
      { lastTest: { at, ok: true } },
      { state: 'connected', person, until, endsSoon: false },
    ],
    [
      'another person',
      { otherPerson: true },
      {
        state: 'connected',
        person: { ...person, isOther: true },
        until,
        endsSoon: false,
      },
    ],
    [
      'without a name at Databricks',
      { databricksUser: { id: '1', userName: 'a@b.c' } },
      {
        state: 'connected',
        person: { name: 'a@b.c', userName: 'a@b.c', isOther: false },
        until,
        endsSoon: false,
      },
    ],
  ])('with a connection that is %s', (_, changes, you) => {
    expect(youWith(held(changes))).toEqual(you);
    expect(youAt(issuer(held(changes)), false)).toEqual(you);
  });

  it('where they sign in: waiting before all else, and not set up before not connected', () => {
    expect(youAt(issuer(held()), true)).toEqual({ state: 'waiting' });
    expect(youAt(issuer({ status: 'not_connected' }), false)).toEqual({
      state: 'notConnected',
    });
    expect(youAt(issuer(undefined, false), false)).toEqual({
      state: 'notSetUp',
    });
    // What was connected before the registration broke still is
    expect(youAt(issuer(held(), false), false).state).toBe('connected');
    // Where it has ended, signing in again does not help
    for (const status of ['reconnect_required', 'unreadable'] as const) {
      expect(youAt(issuer(held({ status }), false), false)).toEqual({
        state: 'notSetUp',
      });
    }
  });

  it('in a fabric: red alone where its compute or data failed, and else as at its issuer', () => {
    const stands = (
      failed: Parameters<typeof row>[0],
      changes: Partial<Connection> = {},
    ) => youIn(row(failed), issuer(held(changes)), false);
    expect(stands(['compute'])).toEqual({
      state: 'testFailed',
      person,
      until,
      endsSoon: false,
    });
    expect(stands(['data']).state).toBe('testFailed');
    expect(stands(['servicePrincipal']).state).toBe('connected');
    const both = stands(['compute'], { status: 'expires_soon' });
    expect(both).toMatchObject({ state: 'testFailed', endsSoon: true });
    expect(needsSignIn(both)).toBe(true);
    expect(stands(['data'], { status: 'unreadable' }).state).toBe('unreadable');
    expect(youIn(row(['data']), issuer(held()), true).state).toBe('waiting');
  });

  it('in a fabric without a sign-in, or whose issuer is not known', () => {
    expect(youIn({ signInNeeded: false }, undefined, true)).toEqual({
      state: 'none',
    });
    expect(youIn(row(), undefined, false)).toEqual({ state: 'notSetUp' });
  });

  it('needs the user to sign in where they alone can mend it', () => {
    expect(YOU_STATES.filter(state => needsSignIn({ state } as never))).toEqual(
      ['ended', 'unreadable', 'expiresSoon', 'notConnected'],
    );
  });
});
