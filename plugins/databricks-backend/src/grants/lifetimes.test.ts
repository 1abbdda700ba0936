import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import {
  backOffMs,
  floorMs,
  isInRefreshWindow,
  minValidityMs,
} from './lifetimes';

const MINUTE = 60_000;

describe('the time of an access token', () => {
  it.each`
    life    | remaining | inWindow
    ${60}   | ${23}     | ${false}
    ${60}   | ${19}     | ${true}
    ${5}    | ${2.8}    | ${false}
    ${5}    | ${2.4}    | ${true}
    ${1440} | ${30}     | ${false}
    ${1440} | ${19}     | ${true}
  `(
    'of $life minutes with $remaining left: in the refresh window is $inWindow',
    ({ life, remaining, inWindow }) => {
      expect(
        isInRefreshWindow(
          { lifeMs: life * MINUTE, remainingMs: remaining * MINUTE },
          '9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d',
        ),
      ).toBe(inWindow);
    },
  );

  it('has windows that begin up to a tenth earlier, each row its own, all replicas alike', () => {
    fc.assert(
      fc.property(fc.uuid(), id => {
        const at = (minutes: number) =>
          isInRefreshWindow(
            { lifeMs: 60 * MINUTE, remainingMs: minutes * MINUTE },
            id,
          );
        expect(at(19.99)).toBe(true);
        expect(at(22.01)).toBe(false);
        expect(at(21)).toBe(at(21));
      }),
    );
    const early = Array.from({ length: 200 }, () =>
      isInRefreshWindow(
        { lifeMs: 60 * MINUTE, remainingMs: 21 * MINUTE },
        randomUUID(),
      ),
    ).filter(Boolean).length;
    expect(early).toBeGreaterThan(50);
    expect(early).toBeLessThan(150);
  });

  it('is in the window with less than is needed, not with as much', () => {
    const id = '00000000-3b7d-4bad-9bdd-2b0d7b3dcb6d';
    const at = (remainingMs: number) =>
      isInRefreshWindow({ lifeMs: 60 * MINUTE, remainingMs }, id);
    expect([at(20 * MINUTE), at(20 * MINUTE - 1)]).toEqual([false, true]);
  });

  it('is never handed out below the floor, and what callers ask for is capped at half a life', () => {
    expect(floorMs(60 * MINUTE)).toBe(MINUTE);
    expect(floorMs(5 * MINUTE)).toBe(MINUTE / 2);
    expect(minValidityMs(60 * MINUTE, undefined)).toBe(MINUTE);
    expect(minValidityMs(60 * MINUTE, 0)).toBe(MINUTE);
    expect(minValidityMs(60 * MINUTE, 10 * MINUTE)).toBe(10 * MINUTE);
    expect(minValidityMs(60 * MINUTE, 59 * MINUTE)).toBe(30 * MINUTE);
  });

  it('backs off from one second to one minute, the last half at random', () => {
    expect([1, 2, 3, 7, 50].map(it => backOffMs(it, () => 1))).toEqual([
      1_000, 2_000, 4_000, 60_000, 60_000,
    ]);
    expect(backOffMs(3, () => 0)).toBe(2_000);
  });
});
