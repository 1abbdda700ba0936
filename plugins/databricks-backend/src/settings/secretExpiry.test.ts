import { secretExpiry } from './secretExpiry';

const NOW = Date.parse('2027-01-01T10:00:00Z');

describe('secretExpiry', () => {
  it.each([[undefined], ['2027-02-01']])('says nothing of %s', date => {
    expect(secretExpiry(date, NOW)).toBeUndefined();
  });

  it.each([
    ['2027-01-31', 'expires on 2027-01-31, in 30 days', '30', false],
    ['2027-01-15', 'expires on 2027-01-15, in 14 days', '14', false],
    ['2027-01-04', 'expires on 2027-01-04, in 3 days', '3', false],
    ['2027-01-02', 'expires on 2027-01-02, in 1 day.', '1', false],
    ['2027-01-01', 'expires on 2027-01-01, today', '0', false],
    ['2026-12-31', 'expired on 2026-12-31', '-1', true],
  ])('says of %s that it %s', (date, message, days, isOver) => {
    expect(secretExpiry(date, NOW)).toEqual({
      code: 'service_principal_secret_expires',
      message: expect.stringContaining(message),
      values: { date, days },
      isOver,
    });
  });
});
