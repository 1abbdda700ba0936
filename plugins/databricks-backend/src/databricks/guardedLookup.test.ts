import type { LookupOptions } from 'node:dns';
import { addressRefusal, guardedLookup } from './guardedLookup';

const HOST = 'adb-1.7.azuredatabricks.net';
const nothing = { allowPrivateNetwork: false };

const privateLink = { allowPrivateNetwork: true };

describe('An address', () => {
  it.each([
    '20.42.4.209',
    '8.8.8.8',
    '::ffff:8.8.8.8',
    '2603:1030:a:b::1',
    '2a05:d018::1',
    // NAT64: 141.95.172.205
    '64:ff9b::8d5f:accd',
    '168.63.129.17',
  ])('%s is public', address => {
    expect(addressRefusal(HOST, address, nothing)).toBeUndefined();
  });

  it.each([
    '10.0.0.5',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '::ffff:10.0.0.5',
    'fd00::1',
    'fc00::1',
    // NAT64: 10.0.0.1, 192.168.1.1, 100.64.0.1
    '64:ff9b::a00:1',
    '64:ff9b::c0a8:101',
    '64:ff9b::6440:1',
  ])('%s is permitted with Private Link only', address => {
    expect(addressRefusal(HOST, address, nothing)).toBe('ADDRESS_NOT_PUBLIC');
    expect(addressRefusal(HOST, address, privateLink)).toBeUndefined();
  });

  it.each([
    '169.254.169.254',
    '169.254.170.2',
    '168.63.129.16',
    '100.100.100.200',
    '100.96.0.96',
    '192.0.0.192',
    '::ffff:168.63.129.16',
    '::ffff:100.100.100.200',
    'fd00:ec2::254',
    'fd00:ec2::23',
    'fd20:ce::254',
    'fd00:c1::a9fe:a9fe',
    'fd00:42::42',
    'fe80::a9fe:a9fe',
    'fe80::1%2',
    // NAT64: 169.254.169.254, 168.63.129.16, 100.100.100.200
    '64:ff9b::a9fe:a9fe',
    '64:ff9b::a83f:8110',
    '64:ff9b::6464:64c8',
  ])('%s of a cloud’s metadata is refused in every mode', address => {
    for (const rules of [nothing, privateLink]) {
      expect(addressRefusal(HOST, address, rules)).toBe('ADDRESS_NEVER');
      expect(addressRefusal('localhost', address, rules)).toBe('ADDRESS_NEVER');
    }
  });

  it.each([
    '127.0.0.1',
    '127.8.8.8',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '192.0.2.1',
    '198.18.0.1',
    '240.0.0.1',
    '::1',
    '::',
    '::7f00:1',
    '::a00:5',
    '::ffff:127.0.0.1',
    '::ffff:0:10.0.0.5',
    'fec0::1',
    'ff02::1',
    '64:ff9b::',
    '64:ff9b::7f00:1',
    '64:ff9b:1::a00:5',
    '64:ff9b:1::808:808',
    '2002:7f00:1::',
    '2002:a00:5::1',
    '2002:808:808::1',
    '2001::1',
    '2001:db8::1',
    '100::1',
  ])('%s is never permitted for a workspace', address => {
    for (const rules of [nothing, privateLink]) {
      expect(addressRefusal(HOST, address, rules)).toBe('ADDRESS_NEVER');
    }
  });

  it.each(['127.0.0.1', '::1'])(
    '%s is permitted for loopback hosts, and for no other',
    address => {
      expect(addressRefusal('localhost', address, nothing)).toBeUndefined();
      expect(addressRefusal(HOST, address, nothing)).toBe('ADDRESS_NEVER');
    },
  );

  it('of a loopback host is nothing else, nor this machine seen through a translator', () => {
    expect(addressRefusal('localhost', '10.0.0.5', nothing)).toBeDefined();
    expect(
      addressRefusal('localhost', '64:ff9b::7f00:1', privateLink),
    ).toBeDefined();
  });
});

describe('guardedLookup', () => {
  /** Looks the host up where the resolver of the system answers with these addresses. Returns what the socket is given. */
  const resolve = (addresses: string[], options: LookupOptions = {}) =>
    new Promise<unknown[]>(done => {
      const all = addresses.map(address => ({
        address,
        family: address.includes(':') ? 6 : 4,
      }));
      const lookup = guardedLookup(() => nothing, ((
        ...[, , callback]: [string, LookupOptions, Function]
      ) => callback(null, all)) as never);
      lookup(HOST, options, (...answer) => done(answer));
    });

  it('answers in both forms that sockets ask for, with the family of each address', async () => {
    expect(await resolve(['8.8.8.8', '8.8.4.4'])).toEqual([null, '8.8.8.8', 4]);
    expect(await resolve(['2603:1030::1'])).toEqual([null, '2603:1030::1', 6]);
    const [error, all] = await resolve(['8.8.8.8', '2603:1030::1'], {
      all: true,
    });
    expect([error, all]).toEqual([
      null,
      [
        { address: '8.8.8.8', family: 4 },
        { address: '2603:1030::1', family: 6 },
      ],
    ]);
  });

  it.each([
    [[], { message: 'The name has no address' }],
    [
      ['8.8.8.8', '10.0.0.5'],
      {
        message: 'The name has an address that is not public',
        code: 'ADDRESS_NOT_PUBLIC',
      },
    ],
    [
      ['10.0.0.5', '169.254.169.254'],
      {
        message: 'The name has an address that is never permitted',
        code: 'ADDRESS_NEVER',
      },
    ],
    [['127.0.0.1'], { code: 'ADDRESS_NEVER' }],
  ])(
    'gives no address of %j, and says why, and by a code whether Private Link would help',
    async (addresses, problem) => {
      expect(await resolve(addresses)).toEqual([
        expect.objectContaining(problem),
        '',
      ]);
    },
  );

  it('asks for all addresses, with the options of the socket, and passes a failure on', () => {
    const asked: unknown[] = [];
    const answered: unknown[] = [];
    const failure = Object.assign(new Error('x'), { code: 'ENOTFOUND' });
    const lookup = guardedLookup(() => nothing, ((
      ...[host, options, callback]: [string, LookupOptions, Function]
    ) => {
      asked.push([host, options]);
      callback(failure);
    }) as never);
    lookup(HOST, { family: 6 }, (...answer) => answered.push(answer));
    expect(asked).toEqual([[HOST, { family: 6, all: true }]]);
    expect(answered).toEqual([[failure, '']]);
  });
});
