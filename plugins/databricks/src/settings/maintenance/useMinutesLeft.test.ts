import { minutesLeft } from './useMinutesLeft';

describe('the time that re-encryption still takes', () => {
  const first = { done: 100, atMs: 0 };

  it.each([
    // 10 values a second, of which 1,200 are left
    [{ done: 200, atMs: 10_000 }, 1_400, 2],
    // It never takes no time
    [{ done: 200, atMs: 10_000 }, 210, 1],
    [{ done: 200, atMs: 10_000 }, 200, 1],
    [{ done: 110, atMs: 60_000 }, 710, 60],
  ])('with %j of %i is %i minutes', (now, total, expected) => {
    expect(minutesLeft(first, now, total)).toBe(expected);
  });

  it('is not known from one look, nor while nothing is done', () => {
    expect(minutesLeft(first, first, 1_000)).toBeUndefined();
    expect(
      minutesLeft(first, { done: 100, atMs: 5_000 }, 1_000),
    ).toBeUndefined();
  });
});
