import { AppConnectionUse } from '../connections';
import { SignInEnds } from '../signIn';
import { appConnectionFacts } from './appConnectionFacts';

const ONE = 'https://one.example.com';
const TWO = 'https://two.example.com';
const AT = 1_000_000;

const use = (changes: Partial<AppConnectionUse> = {}): AppConnectionUse => ({
  appConnection: 'default',
  issuer: ONE,
  connections: 1,
  signedInAtMs: 0,
  renewedAtMs: 0,
  verdictAtMs: 0,
  retryAtMs: 0,
  ...changes,
});

const ends = (changes: Partial<SignInEnds> = {}): SignInEnds => ({
  appConnection: 'default',
  clientId: 'client',
  issuer: ONE,
  scopes: 'all-apis offline_access',
  endedAtMs: AT,
  signIns: 1,
  ...changes,
});

const factsOf = (
  uses: AppConnectionUse[],
  signIns: SignInEnds[] = [],
  presentClient = 'present',
) =>
  appConnectionFacts(
    uses,
    signIns,
    ({ what, clientHash }) =>
      what !== 'client_rejected' || clientHash === presentClient,
  );

const NAMES = {
  client_rejected: 'rejectedAppConnections',
  scopes_rejected: 'scopesRejected',
} as const;

const DENIED = new Map([['default', AT]]);

describe('What connections and sign-ins show of app connections', () => {
  it('counts connections, of whatever issuer and state', () => {
    expect(
      factsOf([
        use({ connections: 5 }),
        use({ connections: 2, issuer: TWO, verdict: 'scopes_rejected' }),
        use({ connections: 1, appConnection: 'other' }),
      ]).connections,
    ).toEqual(
      new Map([
        ['default', 7],
        ['other', 1],
      ]),
    );
  });

  describe.each(['client_rejected', 'scopes_rejected'] as const)(
    '%s',
    verdict => {
      const name = NAMES[verdict];
      const rejected = use({
        verdict,
        verdictAtMs: AT,
        rejectedClientHash: 'present',
      });
      const atSignIn = ends({
        error:
          verdict === 'client_rejected'
            ? 'app_connection_rejected'
            : 'missing_scopes',
        rejectedClientHash: 'present',
      });

      it('is known from a renewal and from a sign-in, and stays whatever else fails later', () => {
        for (const facts of [
          factsOf([rejected]),
          factsOf([{ ...rejected, reasonCode: 'timeout', retryAtMs: AT * 2 }]),
          factsOf([], [atSignIn]),
        ]) {
          expect(facts[name]).toEqual(DENIED);
        }
        const later = { ...rejected, issuer: TWO, verdictAtMs: AT + 7 };
        const latest = new Map([['default', AT + 7]]);
        expect(factsOf([rejected, later])[name]).toEqual(latest);
        expect(factsOf([later, rejected])[name]).toEqual(latest);
      });

      it('is over when Databricks has accepted the app connection there since', () => {
        for (const accepted of [
          use({ renewedAtMs: AT + 1 }),
          use({ signedInAtMs: AT + 1, reasonCode: 'timeout' }),
        ]) {
          expect(factsOf([rejected, accepted])[name].size).toBe(0);
        }
        const signedIn = ends({ endedAtMs: AT + 1 });
        expect(factsOf([rejected], [signedIn])[name].size).toBe(0);
        expect(factsOf([], [atSignIn, signedIn])[name].size).toBe(0);
        for (const other of [
          use({ renewedAtMs: AT, signedInAtMs: AT }),
          use({ renewedAtMs: AT + 1, appConnection: 'other' }),
          use({ renewedAtMs: AT + 1, issuer: TWO }),
        ]) {
          expect(factsOf([rejected, other])[name].size).toBe(1);
        }
      });

      it('that a sign-in met is over by a renewal only where that presents it too', () => {
        const renewed = use({ renewedAtMs: AT + 1 });
        expect(factsOf([renewed], [atSignIn])[name].size).toBe(
          verdict === 'client_rejected' ? 0 : 1,
        );
        const signedIn = use({ signedInAtMs: AT + 1 });
        expect(factsOf([signedIn], [atSignIn])[name].size).toBe(0);
      });
    },
  );

  it('is no rejection where the client has been corrected since', () => {
    const rejected = use({
      verdict: 'client_rejected',
      verdictAtMs: AT,
      rejectedClientHash: 'old',
    });
    const { rejectedAppConnections } = factsOf([rejected]);
    expect(rejectedAppConnections.size).toBe(0);
  });

  it('counts whom Databricks refuses, without those for whom that is over', () => {
    const refused = (reason: string, changes: Partial<AppConnectionUse> = {}) =>
      use({ reasonCode: reason, retryAtMs: AT + 60_000, ...changes });
    expect(
      factsOf(
        [
          refused('ip_access_list', { connections: 5 }),
          refused('ip_access_list', { appConnection: 'other', connections: 2 }),
          refused('ip_access_list', { issuer: TWO }),
          refused('timeout'),
        ],
        [
          ends({
            error: 'databricks_refused',
            reason: 'ip_access_list',
            endedAtMs: AT + 7,
            signIns: 3,
          }),
          ends({ error: 'databricks_refused', signIns: 2 }),
        ],
      ).refused,
    ).toEqual([
      {
        issuer: ONE,
        reason: 'ip_access_list',
        connections: 7,
        signIns: 3,
        atMs: AT + 7,
      },
      {
        issuer: TWO,
        reason: 'ip_access_list',
        connections: 1,
        signIns: 0,
        atMs: AT,
      },
      {
        issuer: ONE,
        reason: 'databricks_refused',
        connections: 0,
        signIns: 2,
        atMs: AT,
      },
    ]);
    const accepted = use({ appConnection: 'other', renewedAtMs: AT + 1 });
    expect(factsOf([refused('private_link'), accepted]).refused).toEqual([]);
    // Nor is a network closed that somebody came through who is refused for another reason
    const met = ends({ error: 'databricks_refused', reason: 'ip_access_list' });
    const arrived = ends({
      error: 'databricks_refused',
      reason: 'not_a_member',
      endedAtMs: AT + 1,
    });
    for (const [others, open] of [
      [arrived, true],
      [{ ...arrived, endedAtMs: AT }, false],
      [{ ...arrived, issuer: TWO }, false],
      [{ ...met, endedAtMs: AT + 1 }, false],
    ] as const) {
      const { refused: left } = factsOf([], [met, others]);
      expect(
        left.some(it => it.reason === met.reason && it.issuer === ONE),
      ).toBe(!open);
    }
    // Somebody else is accepted: that says nothing of who is refused as a person
    const sameApp = use({ renewedAtMs: AT + 1, signedInAtMs: AT + 1 });
    for (const reason of [
      'entitlement',
      'not_a_member',
      'databricks_refused',
    ]) {
      for (const other of [accepted, sameApp]) {
        expect(factsOf([refused(reason), other]).refused).toHaveLength(1);
      }
    }
    expect(factsOf([sameApp], [ends()]).refused).toEqual([]);
    expect(factsOf([], [ends()]).refused).toEqual([]);
  });
});
