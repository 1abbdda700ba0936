import { addressKey } from './addressKey';

describe('An address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.8'],
    ['2001:db8:1:2::1', '2001:db8:1:3::1'],
    ['2001:db8::1', '203.0.113.7'],
  ])('is counted by itself: %s is not %s', (one, other) => {
    expect(addressKey(one)).not.toBe(addressKey(other));
  });

  it.each([
    ['2001:db8:1:2::1', '2001:DB8:1:2:ffff:ffff:ffff:ffff'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::ffff:cb00:7107', '203.0.113.7'],
  ])('is counted with its network: %s is %s', (one, other) => {
    expect(addressKey(one)).toBe(addressKey(other));
  });

  it.each([undefined, '', 'unknown', '203.0.113.7, 10.0.0.1'])(
    'that is none is counted with all such: %s',
    address => {
      expect(addressKey(address)).toBe('');
    },
  );
});
