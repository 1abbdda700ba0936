import { Socket } from 'node:net';
import { createGuardedFetch, NetworkRules } from './guardedFetch';

const HOST = 'adb-1.7.azuredatabricks.net';

/** Counts as public, and is routed nowhere. */
const PUBLIC = '11.11.11.11';

describe('The address that a call connects to', () => {
  const attempts: string[] = [];

  beforeEach(() => {
    attempts.length = 0;
    const { connect } = Socket.prototype;
    jest
      .spyOn(Socket.prototype, 'connect')
      .mockImplementation(function noteAttempts(this: Socket, ...args) {
        this.on('connectionAttempt', address => attempts.push(address));
        return Reflect.apply(connect, this, args);
      });
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  /** The name resolves to one address after the other; the last one stays. */
  async function call(
    addresses: string[],
    changes: Partial<NetworkRules> = {},
  ) {
    const lookedUp: string[] = [];
    const lookup = ((_host: string, _options: object, callback: Function) => {
      const address =
        addresses[Math.min(lookedUp.length, addresses.length - 1)];
      lookedUp.push(address);
      callback(null, [{ address, family: address.includes(':') ? 6 : 4 }]);
    }) as never;
    const fetch = createGuardedFetch(
      () => ({
        allowedHosts: [HOST],
        allowPrivateNetwork: false,
        production: true,
        ...changes,
      }),
      { lookup, deadlineMs: 300 },
    );
    await expect(
      fetch(`https://${HOST}/`, { method: 'GET' }),
    ).rejects.toMatchObject({ kind: 'not_sent' });
    return lookedUp;
  }

  it.each([
    '127.0.0.1',
    '10.0.0.5',
    'fd00::1',
    '100.64.0.1',
    '169.254.169.254',
    '2002:7f00:1::',
    '64:ff9b::7f00:1',
    '64:ff9b::a00:1',
  ])('is never %s', async address => {
    await call([address]);
    expect(attempts).toEqual([]);
  });

  it.each([
    '169.254.169.254',
    '168.63.129.16',
    '100.100.100.200',
    'fd00:ec2::254',
    '64:ff9b::a9fe:a9fe',
  ])(
    'is never %s of a cloud’s metadata, with Private Link neither',
    async address => {
      await call([address], { allowPrivateNetwork: true });
      expect(attempts).toEqual([]);
    },
  );

  it('is a private one with Private Link only', async () => {
    await call(['10.0.0.5'], { allowPrivateNetwork: true });
    expect(attempts).toEqual(['10.0.0.5']);
  });

  it('is the one that was checked, also when the name would change its mind within the call', async () => {
    expect(await call([PUBLIC, '127.0.0.1'])).toEqual([PUBLIC]);
    expect(attempts).toEqual([PUBLIC]);
  });
});
