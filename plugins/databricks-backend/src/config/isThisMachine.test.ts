import { isThisMachine } from './isThisMachine';

it.each(['localhost', 'portal.localhost', '127.0.0.1', '127.8.0.1', '[::1]'])(
  '%s is this machine',
  hostname => expect(isThisMachine(hostname)).toBe(true),
);

it.each([
  'localhost.evil.com',
  '127.evil.com',
  '127.0.0.1.evil.com',
  'notlocalhost',
  '[::2]',
  '10.0.0.1',
])('%s is not', hostname => expect(isThisMachine(hostname)).toBe(false));
