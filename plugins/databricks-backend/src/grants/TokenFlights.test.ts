import { IssuedToken } from './IssuedToken';
import { TokenFlights } from './TokenFlights';

const token = { accessToken: 'a' } as IssuedToken;

describe('Who asks at the same time', () => {
  let flights: TokenFlights;
  let flown: { land: () => void; fail: () => void }[];
  const ask = (holder: string, need = {}, owner = 'alice') =>
    flights.share(
      holder,
      owner,
      need,
      () =>
        new Promise((resolve, reject) =>
          flown.push({
            land: () => resolve(token),
            fail: () => reject(new Error('lost')),
          }),
        ),
    );

  beforeEach(() => {
    flights = new TokenFlights();
    flown = [];
  });

  it('for the same thing shares one promise, until it is over', async () => {
    const first = ask('x');
    expect(ask('x')).toBe(first);
    expect(flown).toHaveLength(1);
    flown[0].land();
    expect(await first).toBe(token);
    const next = ask('x');
    expect(next).not.toBe(first);
    flown[1].fail();
    await expect(next).rejects.toThrow('lost');
    expect(ask('x')).not.toBe(next);
    expect(flown).toHaveLength(3);
  });

  it('for something else does not wait for it', () => {
    const all = [
      ask('x'),
      ask('y'),
      ask('x', { minValidityMs: 1 }),
      ask('x', { minValidityMs: 2 }),
      ask('x', { rejectedFingerprint: '1' }),
      ask('x', { rejectedFingerprint: '2' }),
    ];
    expect(new Set(all).size).toBe(6);
    expect(ask('x', { minValidityMs: undefined })).toBe(all[0]);
    expect(ask('x', { minValidityMs: 2 })).toBe(all[3]);
    expect(ask('x', { rejectedFingerprint: '2' })).toBe(all[5]);
  });

  it('after an owner was forgotten flies anew, and is not cut off when the old flight lands', async () => {
    const old = ask('x');
    const others = ask('y', {}, 'bob');
    flights.forgetOwner('alice');
    const young = ask('x');
    expect(young).not.toBe(old);
    expect(ask('y', {}, 'bob')).toBe(others);
    flown[0].land();
    await old;
    expect(ask('x')).toBe(young);
  });
});
