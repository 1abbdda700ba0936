import type { OpenDialog } from '../signIn/DialogState';
import type { SignInState } from '../signIn/SignIns';
import { signInView } from './signInView';

const registration = { clientId: '9d1e', redirectUrl: 'https://p/callback' };
const dialog: OpenDialog = {
  issuer: 'sales',
  intent: 'connect',
  step: 'signIn',
};
const failed = (code: string): SignInState => ({
  status: 'failed',
  problem: { code, message: 'It failed.' },
});

describe('signInView', () => {
  it('is the step before the sign-in, whatever stands of an earlier one', () => {
    expect(signInView({ ...dialog, step: 'ready' }, failed('x'))).toEqual({
      kind: 'ready',
    });
    expect(signInView({ ...dialog, step: 'signOut' }, undefined)).toEqual({
      kind: 'signOut',
    });
    expect(signInView(dialog, undefined)).toEqual({ kind: 'ready' });
  });

  it.each<[SignInState, object]>([
    [{ status: 'starting' }, { kind: 'starting' }],
    [
      { status: 'waiting', window: 'open', registration },
      { kind: 'waiting', window: 'canShow', registration },
    ],
    [
      { status: 'waiting', window: 'cutOff', registration },
      { kind: 'waiting', window: 'canReopen', registration },
    ],
    [
      { status: 'waiting', window: 'none', registration },
      { kind: 'waiting', window: 'elsewhere', registration },
    ],
    [
      { status: 'waiting', window: 'closed', registration },
      { kind: 'closed', registration },
    ],
    [{ status: 'blocked' }, { kind: 'blocked' }],
    [{ status: 'denied' }, { kind: 'denied' }],
    [{ status: 'expired' }, { kind: 'expired' }],
    [
      { status: 'otherAccount', before: 'ada@example.com' },
      { kind: 'otherAccount', before: 'ada@example.com' },
    ],
  ])('shows %j as %j', (state, view) => {
    expect(signInView(dialog, state)).toEqual(view);
  });

  it('offers to try again only where that can help', () => {
    const canRetry = (state: SignInState) => {
      const view = signInView(dialog, state);
      return view.kind === 'failed' && view.canRetry;
    };
    for (const code of [
      'unreachable',
      'databricks_unavailable',
      'other_person',
      'authorization_failed',
    ]) {
      expect([code, canRetry(failed(code))]).toEqual([code, true]);
    }
    for (const code of [
      'not_configured',
      'app_connection_rejected',
      'missing_scopes',
      'foreign_address',
      'paused',
      'not_allowed',
    ]) {
      expect([code, canRetry(failed(code))]).toEqual([code, false]);
    }
    expect(signInView(dialog, { status: 'failed' })).toMatchObject({
      problem: { code: 'unexpected' },
      canRetry: true,
    });
  });
});
