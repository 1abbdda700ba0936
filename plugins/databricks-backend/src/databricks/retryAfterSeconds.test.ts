import { retryAfterSeconds } from './retryAfterSeconds';

const NOW = Date.parse('Sun, 06 Nov 1994 08:49:37 GMT');

describe('Retry-After', () => {
  it.each<[string, string | undefined, number | undefined]>([
    ['7', undefined, 7],
    ['1', undefined, 1],
    [' 7 ', undefined, 7],
    ['7x', undefined, undefined],
    ['0', undefined, undefined],
    ['7000', undefined, 300],
    ['Sun, 06 Nov 1994 08:50:07 GMT', undefined, 30],
    ['Sunday, 06-Nov-94 08:50:07 GMT', undefined, 30],
    ['Sun Nov  6 08:50:07 1994', undefined, 30],
    ['Sun, 06 Nov 1994 08:49:00 GMT', undefined, undefined],
    // The clock of the server that wrote it counts, if it tells it
    ['Mon, 07 Nov 1994 10:00:30 GMT', 'Mon, 07 Nov 1994 10:00:00 GMT', 30],
    ['Mon, 07 Nov 1994 10:00:30 GMT', 'now', 300],
    ['soon 7', undefined, undefined],
    ['soon 7 2099', undefined, undefined],
    ['2099-01-01', undefined, undefined],
    ['Sun, 99 Foo 2099 08:50:07 GMT', undefined, undefined],
    ['', undefined, undefined],
  ])('%j with Date %j is %j seconds', (retryAfter, date, seconds) => {
    const headers = new Headers({
      'retry-after': retryAfter,
      ...(date ? { date } : {}),
    });
    expect(retryAfterSeconds(headers, NOW)).toBe(seconds);
  });

  it('is nothing where there is none', () => {
    expect(retryAfterSeconds(new Headers(), 0)).toBeUndefined();
  });
});
