import { DateTime } from 'luxon';
import { secretUrgency } from './secretUrgency';

describe('secretUrgency', () => {
  const now = DateTime.fromISO('2026-03-01T23:30:00');

  it.each([
    ['2026-04-01', undefined, undefined],
    ['2026-03-31', 'early', 30],
    ['2026-03-16', 'early', 15],
    ['2026-03-15', 'soon', 14],
    ['2026-03-05', 'soon', 4],
    ['2026-03-04', 'urgent', 3],
    ['2026-03-03', 'urgent', 2],
    ['2026-03-02', 'last', 1],
    ['2026-03-01', 'last', 0],
    ['2026-02-28', 'expired', -1],
    [undefined, undefined, undefined],
  ])('of a secret that expires on %s is %s', (date, urgency, days) => {
    const found = secretUrgency(date, now);
    expect([found?.urgency, found?.days]).toEqual([urgency, days]);
  });
});
