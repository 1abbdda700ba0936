import { A_SERVICE_PRINCIPAL, A_USER, aGrant } from './__testUtils__/aGrant';
import { clientKey, GrantHolder, holderKey, mayBeSpent, timeOf } from './Grant';

const user = A_USER;
const servicePrincipal = A_SERVICE_PRINCIPAL;

describe('A grant', () => {
  it('may be spent where an answer was lost, or whoever held the lease has died', () => {
    expect(mayBeSpent({ answerLost: false })).toBe(false);
    expect(mayBeSpent({ answerLost: true })).toBe(true);
    expect(mayBeSpent({ answerLost: false, leaseUntilMs: 0 })).toBe(true);
  });

  it('gives its token no more time than its life, and less as time passes', () => {
    const clock = jest.spyOn(performance, 'now');
    const grant = aGrant({
      receivedAtMs: 1_000,
      expiresAtMs: 3_000,
      nowMs: 2_500,
      readAt: 100,
    });
    clock.mockReturnValue(100);
    expect(timeOf(grant)).toEqual({ lifeMs: 2_000, remainingMs: 500 });
    clock.mockReturnValue(300);
    expect(timeOf(grant)).toEqual({ lifeMs: 2_000, remainingMs: 300 });
    // The database's clock was set back
    expect(timeOf({ ...grant, nowMs: 0 })).toEqual({
      lifeMs: 2_000,
      remainingMs: 1_800,
    });
    clock.mockRestore();
  });
});

describe('The keys of a holder', () => {
  const others: GrantHolder[] = [
    { ...user, owner: 'user:default/bob' },
    { ...user, workspaceUrl: 'https://adb-2.7.azuredatabricks.net' },
    { ...user, appConnection: { ...A_USER.appConnection, name: 'other' } },
    { ...user, appConnection: { ...A_USER.appConnection, clientId: 'other' } },
    {
      ...user,
      appConnection: { ...A_USER.appConnection, clientSecret: 'other' },
    },
    { ...servicePrincipal, owner: 'hourly' },
    {
      ...servicePrincipal,
      workspaceUrl: 'https://adb-2.7.azuredatabricks.net',
    },
    { ...servicePrincipal, clientId: 'other' },
    { ...servicePrincipal, clientSecret: 'other' },
    { ...servicePrincipal, scopes: ['all-apis', 'sql'] },
    { ...servicePrincipal, scopes: ['all-apissql'] },
  ];
  /** Of each, whether it has another key than the holder that it was made from. */
  const told = (keyOf: (holder: GrantHolder) => string) =>
    others.map(
      other =>
        keyOf(other) !== keyOf(other.kind === 'user' ? user : servicePrincipal),
    );

  it('tell grants apart: a user keeps theirs when the secret of the app connection changes', () => {
    expect(told(holderKey)).toEqual([
      ...[true, true, true, true, false],
      ...[true, true, true, true, true, true],
    ]);
    expect(
      new Set([...others, user, servicePrincipal].map(holderKey)).size,
    ).toBe(12);
  });

  it('tell clients apart: whose grant it is makes no other client', () => {
    expect(told(clientKey)).toEqual([
      ...[false, true, false, true, true],
      ...[false, true, true, true, true, true],
    ]);
    expect(clientKey(user)).not.toContain('offline_access');
  });

  it('are those of what they say: no part runs into the next', () => {
    expect(holderKey({ ...user, owner: 'a', workspaceUrl: 'bc' })).not.toBe(
      holderKey({ ...user, owner: 'ab', workspaceUrl: 'c' }),
    );
    expect(holderKey({ ...servicePrincipal, scopes: ['a', 'b'] })).not.toBe(
      holderKey({ ...servicePrincipal, scopes: ['ab'] }),
    );
  });
});
