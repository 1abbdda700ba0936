import type { LookupAddress, LookupOptions } from 'node:dns';
import { guardedLookup, isPermittedAddress } from './guardedLookup';

const HOST = 'adb-1.7.azuredatabricks.net';
const nothing = { allowPrivateNetwork: false };

describe('isPermittedAddress', () => {
  it.each([
    '20.42.4.209',
    '8.8.8.8',
    '::ffff:8.8.8.8',
    '2603:1030:a:b::1',
    '2a05:d018::1',
  ])('%s is public', address => {
    expect(isPermittedAddress(HOST, address, nothing)).toBe(true);
  });

  it.each([
    '10.0.0.5',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    'fd00::1',
    'fc00::1',
  ])('%s is permitted with Private Link only', address => {
    expect(isPermittedAddress(HOST, address, nothing)).toBe(false);
    expect(
      isPermittedAddress(HOST, address, { allowPrivateNetwork: true }),
    ).toBe(true);
  });

  it.each([
    '127.0.0.1',
    '127.8.8.8',
    '0.0.0.0',
    '169.254.169.254',
    '224.0.0.1',
    '255.255.255.255',
    '192.0.2.1',
    '198.18.0.1',
    '240.0.0.1',
    '::1',
    '::',
    '::7f00:1',
    '::ffff:127.0.0.1',
    '::ffff:169.254.169.254',
    'fe80::1',
    'fec0::1',
    'ff02::1',
    '64:ff9b::7f00:1',
    '64:ff9b::a00:5',
    '64:ff9b:1::a00:5',
    '2002:7f00:1::',
    '2002:a00:5::1',
    '2001::1',
    '2001:db8::1',
    '100::1',
  ])('%s is never permitted for a workspace', address => {
    const rules = { allowPrivateNetwork: true };
    expect(isPermittedAddress(HOST, address, rules)).toBe(false);
  });

  it.each(['127.0.0.1', '::1'])(
    '%s is permitted for loopback hosts, and for no other',
    address => {
      expect(isPermittedAddress('localhost', address, nothing)).toBe(true);
      expect(isPermittedAddress(HOST, address, nothing)).toBe(false);
    },
  );

  it('lets a loopback host be nothing else', () => {
    expect(isPermittedAddress('localhost', '10.0.0.5', nothing)).toBe(false);
  });
});

describe('guardedLookup', () => {
  const resolve = (addresses: string[], options: LookupOptions = {}) =>
    new Promise<string | LookupAddress[]>((done, fail) => {
      const lookup = guardedLookup(() => nothing, ((
        _host: string,
        _options: LookupOptions,
        callback: Function,
      ) =>
        callback(
          null,
          addresses.map(address => ({
            address,
            family: address.includes(':') ? 6 : 4,
          })),
        )) as never);
      lookup(HOST, options, (error, address) =>
        error ? fail(error) : done(address),
      );
    });

  it('answers in both forms that sockets ask for', async () => {
    await expect(resolve(['8.8.8.8', '8.8.4.4'])).resolves.toBe('8.8.8.8');
    await expect(
      resolve(['8.8.8.8', '2603:1030::1'], { all: true }),
    ).resolves.toEqual([
      { address: '8.8.8.8', family: 4 },
      { address: '2603:1030::1', family: 6 },
    ]);
  });

  it('refuses a name when one of its addresses is not permitted, or it has none', async () => {
    await expect(resolve(['8.8.8.8', '10.0.0.5'])).rejects.toThrow(
      /not public/,
    );
    await expect(resolve([])).rejects.toThrow(/no address/);
  });
});
