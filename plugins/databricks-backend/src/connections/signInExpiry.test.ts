import { expiresSoon, signInExpiresAtMs } from './signInExpiry';

const DAY_MS = 24 * 60 * 60 * 1000;

describe('The end of a sign-in', () => {
  it.each`
    connected | received     | refreshTokenLifetime | sessionLifetime | ends
    ${0}      | ${undefined} | ${7}                 | ${undefined}    | ${7}
    ${0}      | ${0}         | ${7}                 | ${undefined}    | ${7}
    ${0}      | ${5}         | ${7}                 | ${undefined}    | ${12}
    ${0}      | ${100}       | ${7}                 | ${undefined}    | ${107}
    ${0}      | ${5}         | ${7}                 | ${30}           | ${12}
    ${0}      | ${25}        | ${7}                 | ${30}           | ${30}
    ${10}     | ${25}        | ${7}                 | ${30}           | ${32}
    ${0}      | ${undefined} | ${90}                | ${1}            | ${1}
    ${0}      | ${0}         | ${7}                 | ${7}            | ${7}
  `(
    'connected on day $connected, refresh token of day $received for $refreshTokenLifetime days, session $sessionLifetime: day $ends',
    ({
      connected,
      received,
      refreshTokenLifetime,
      sessionLifetime,
      ends,
    }: Record<string, number>) => {
      expect(
        signInExpiresAtMs(
          {
            connectedAtMs: connected * DAY_MS,
            refreshTokenReceivedAtMs:
              received === undefined ? undefined : received * DAY_MS,
          },
          {
            refreshTokenLifetimeDays: refreshTokenLifetime,
            sessionLifetimeDays: sessionLifetime,
          },
        ),
      ).toBe(ends * DAY_MS);
    },
  );

  it.each`
    left   | refreshTokenLifetime | sessionLifetime | soon
    ${4}   | ${90}                | ${undefined}    | ${false}
    ${3.1} | ${90}                | ${undefined}    | ${false}
    ${2.9} | ${90}                | ${undefined}    | ${true}
    ${2.9} | ${7}                 | ${undefined}    | ${false}
    ${2.4} | ${7}                 | ${undefined}    | ${false}
    ${2.3} | ${7}                 | ${undefined}    | ${true}
    ${0.5} | ${1}                 | ${undefined}    | ${false}
    ${0.3} | ${1}                 | ${undefined}    | ${true}
    ${-1}  | ${7}                 | ${undefined}    | ${true}
    ${0.9} | ${90}                | ${1}            | ${false}
    ${0.4} | ${90}                | ${1}            | ${false}
    ${0.3} | ${90}                | ${1}            | ${true}
    ${2.3} | ${7}                 | ${30}           | ${true}
    ${2.4} | ${7}                 | ${30}           | ${false}
  `(
    'is soon with $left days left of $refreshTokenLifetime, session $sessionLifetime: $soon',
    ({ left, refreshTokenLifetime, sessionLifetime, soon }) => {
      expect(
        expiresSoon(10 * DAY_MS + left * DAY_MS, 10 * DAY_MS, {
          refreshTokenLifetimeDays: refreshTokenLifetime,
          sessionLifetimeDays: sessionLifetime,
        }),
      ).toBe(soon);
    },
  );
});
