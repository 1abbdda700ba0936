import { once } from 'node:events';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { createGuardedFetch } from './guardedFetch';
import { proxyFromEnvironment } from './proxyFromEnvironment';
import { StandIn } from './__testUtils__/StandIn';

const HOST = 'adb-1.7.azuredatabricks.net';
const PASSWORD = 'canary-4711';

const proxyOf = (HTTPS_PROXY: string) => proxyFromEnvironment({ HTTPS_PROXY });

describe('The proxy of the environment', () => {
  it.each([
    ['10.0.0.1:3128', 'http://10.0.0.1:3128/'],
    ['proxy', 'http://proxy/'],
    ['proxy:3128', 'http://proxy:3128/'],
    ['localhost:3128', 'http://localhost:3128/'],
    ['[fd00::1]:3128', 'http://[fd00::1]:3128/'],
    ['user:pw@proxy:3128', 'http://user:pw@proxy:3128/'],
    [' http://proxy:3128 ', 'http://proxy:3128/'],
    ['HTTP://proxy:3128/', 'http://proxy:3128/'],
    ['https://user:p%40w@proxy', 'https://user:p%40w@proxy/'],
    ['http://user:p@w@proxy', 'http://user:p%40w@proxy/'],
  ])('may be written as %s', (value, url) => {
    expect(proxyOf(value)).toMatchObject({
      used: { name: 'HTTPS_PROXY', url },
      unusable: [],
      agentOptions: { httpsProxy: url },
    });
  });

  it.each([
    `socks5://user:${PASSWORD}@proxy:1080`,
    'socks://proxy:1080',
    'ftp://proxy',
    'file:///etc/passwd',
    'http://',
    'http:proxy:3128',
    'http://proxy:99999',
    'http://proxy port',
    `http://user:${PASSWORD}#x@proxy:3128`,
    `http://user:1/${PASSWORD}@proxy:3128`,
    `http://user:1?${PASSWORD}@proxy:3128`,
    `http://user:${PASSWORD}%ss@proxy:3128`,
    'http://proxy:3128/path',
    '://',
  ])(
    'stops nothing when it cannot be used, and is told by the variable’s name: %s',
    value => {
      const proxy = proxyOf(value);
      expect(proxy.used).toEqual({ name: 'HTTPS_PROXY', url: undefined });
      expect(proxy.unusable).toEqual(['HTTPS_PROXY']);
      expect(inspect(proxy, { depth: 9 })).not.toContain(PASSWORD);
    },
  );

  it('is that for https, else that for http, in lower case before upper case', () => {
    const nameOf = (environment: NodeJS.ProcessEnv) =>
      proxyFromEnvironment(environment).used?.name;
    const all = {
      https_proxy: 'a',
      HTTPS_PROXY: 'b',
      http_proxy: 'c',
      HTTP_PROXY: 'd',
    };
    expect(nameOf(all)).toBe('https_proxy');
    expect(nameOf({ ...all, https_proxy: undefined })).toBe('HTTPS_PROXY');
    // As undici has it: an empty one in lower case hides the other.
    expect(nameOf({ ...all, https_proxy: '' })).toBe('http_proxy');
    expect(nameOf({ HTTP_PROXY: 'd', HTTPS_PROXY: ' ' })).toBe('HTTP_PROXY');
    expect(nameOf({})).toBeUndefined();
    expect(proxyFromEnvironment({ HTTP_PROXY: ' ' })).toEqual({
      used: undefined,
      unusable: [],
      agentOptions: { httpProxy: '', httpsProxy: '' },
    });
    expect(
      proxyFromEnvironment({ HTTP_PROXY: 'ftp://x', HTTPS_PROXY: 'b' }),
    ).toMatchObject({
      used: { name: 'HTTPS_PROXY', url: 'http://b/' },
      unusable: ['HTTP_PROXY'],
    });
  });
});

describe('A proxy that cannot be used', () => {
  it('lets nothing out, and is told by a code', async () => {
    const { clientFactory, ...agentOptions } =
      proxyOf('socks5://proxy').agentOptions;
    expect(agentOptions).toEqual({
      httpProxy: '',
      httpsProxy: 'http://unusable.invalid',
    });
    const client = clientFactory!(new URL(agentOptions.httpsProxy!), {});
    await expect(
      client.request({ path: '/', method: 'GET' }),
    ).rejects.toMatchObject({
      code: 'PROXY_UNUSABLE',
      message: 'The proxy of the environment cannot be used',
    });
  });
});

describe('A call', () => {
  const NAMES = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'].flatMap(it => [
    it,
    it.toLowerCase(),
  ]);
  const before = { ...process.env };
  const tunnels: string[] = [];
  const proxy = createServer().on('connect', (request, socket) => {
    tunnels.push(request.headers['proxy-authorization'] ?? 'nobody');
    socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
  });
  let port: number;

  beforeAll(async () => {
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    port = (proxy.address() as AddressInfo).port;
  });
  beforeEach(() => {
    tunnels.length = 0;
    NAMES.forEach(name => delete process.env[name]);
  });
  afterAll(() => {
    NAMES.forEach(name => {
      delete process.env[name];
      if (before[name] !== undefined) process.env[name] = before[name];
    });
    proxy.closeAllConnections();
    proxy.close();
  });

  /** Calls a workspace, which fails. */
  async function call(environment: Record<string, string>) {
    Object.assign(process.env, environment);
    const lookedUp: string[] = [];
    const fetch = createGuardedFetch(
      () => ({
        allowedHosts: [HOST],
        allowPrivateNetwork: false,
        production: true,
      }),
      {
        lookup: ((host: string, _options: object, callback: Function) => {
          lookedUp.push(host);
          callback(Object.assign(new Error('x'), { code: 'ENOTFOUND' }));
        }) as never,
      },
    );
    const error = await fetch(`https://${HOST}/`, { method: 'GET' }).catch(
      it => it,
    );
    expect(error).toMatchObject({ kind: 'not_sent' });
    return { error, lookedUp };
  }

  it('goes through a proxy that is written without a scheme, and no error has its password', async () => {
    const { error, lookedUp } = await call({
      HTTPS_PROXY: `user:${PASSWORD}@127.0.0.1:${port}`,
    });
    expect(lookedUp).toEqual([]);
    expect(tunnels).toEqual([
      `Basic ${Buffer.from(`user:${PASSWORD}`).toString('base64')}`,
    ]);
    const told = inspect(error, { depth: 9, showHidden: true });
    expect(told).not.toContain(PASSWORD);
    expect(told).not.toContain(tunnels[0].slice('Basic '.length));
  });

  it('is not sent where the proxy cannot be used, neither past it nor through that for http', async () => {
    const { error, lookedUp } = await call({
      HTTPS_PROXY: `socks5://user:${PASSWORD}@127.0.0.1:${port}`,
      HTTP_PROXY: `127.0.0.1:${port}`,
    });
    expect(lookedUp).toEqual([]);
    expect(tunnels).toEqual([]);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(
      PASSWORD,
    );
  });

  it('goes straight where NO_PROXY says so, whatever the proxy is', async () => {
    const { lookedUp } = await call({
      HTTPS_PROXY: 'socks5://127.0.0.1',
      NO_PROXY: '.azuredatabricks.net',
    });
    expect(lookedUp).toEqual([HOST]);
  });

  it('to this machine needs no proxy', async () => {
    process.env.HTTPS_PROXY = 'socks5://127.0.0.1';
    process.env.HTTP_PROXY = 'socks5://127.0.0.1';
    const standIn = await StandIn.start();
    standIn.answer(200, {});
    const fetch = createGuardedFetch(() => ({
      allowedHosts: [],
      allowPrivateNetwork: false,
      production: false,
    }));
    const { status } = await fetch(`${standIn.url}/`, { method: 'GET' });
    expect(status).toBe(200);
    await standIn.stop();
  });
});
