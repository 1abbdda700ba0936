import {
  PendingSignIn,
  readPendingSignIn,
  removePendingSignIn,
  savePendingSignIn,
} from './pendingSignIns';

const pending = (fabric: string): PendingSignIn => ({
  id: `s-${fabric}`,
  userEntityRef: 'user:default/alice',
  fabric,
  display: 'page',
  registration: { clientId: 'c', redirectUrl: 'https://portal.example/cb' },
});

describe('pending sign-ins', () => {
  beforeEach(() => {
    window.sessionStorage.clear();
  });

  it('are kept for each fabric until they are removed', () => {
    savePendingSignIn(pending('one'));
    savePendingSignIn(pending('two'));
    removePendingSignIn('one');

    expect(readPendingSignIn('one')).toBeUndefined();
    expect(readPendingSignIn('two')).toEqual(pending('two'));
  });

  it('are forgotten when what is stored cannot be read', () => {
    savePendingSignIn(pending('one'));
    const key = window.sessionStorage.key(0)!;
    window.sessionStorage.setItem(key, '{');

    expect(readPendingSignIn('one')).toBeUndefined();
    expect(window.sessionStorage).toHaveLength(0);
  });
});
