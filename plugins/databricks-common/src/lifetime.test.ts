import { lifetimeInDays } from './lifetime';

describe('lifetimeInDays', () => {
  it('reads durations', () => {
    expect(lifetimeInDays({ days: 7, hours: 12 })).toBe(7.5);
  });
});
