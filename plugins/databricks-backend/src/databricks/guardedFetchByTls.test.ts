import { once } from 'node:events';
import { createServer } from 'node:http';
import { AddressInfo, connect as connectTcp } from 'node:net';
import { connect, ConnectionOptions } from 'node:tls';
import { SHARE_ENV, Worker } from 'node:worker_threads';
import { generate } from 'selfsigned';
import { createGuardedFetch } from './guardedFetch';
import { StandIn } from './__testUtils__/StandIn';

const HOST = 'adb-1.7.azuredatabricks.net';
const DAY_MS = 24 * 60 * 60 * 1000;

const rules = () => ({
  allowedHosts: [HOST],
  allowPrivateNetwork: false,
  production: false,
});

/** What a server of these tests may be asked with: versions that Node does not offer by itself. */
const oldest = {
  minVersion: 'TLSv1',
  ciphers: 'DEFAULT@SECLEVEL=0',
} as const;

async function certificate(options: { of: 'us' | 'another'; notAfter?: Date }) {
  const { private: key, cert } = await generate(
    [{ name: 'commonName', value: HOST }],
    {
      algorithm: 'sha256',
      notBeforeDate: new Date(Date.now() - 30 * DAY_MS),
      notAfterDate: options.notAfter ?? new Date(Date.now() + DAY_MS),
      extensions: [
        { name: 'basicConstraints', cA: true },
        {
          name: 'subjectAltName',
          altNames:
            options.of === 'us'
              ? [{ type: 7, ip: '127.0.0.1' }]
              : [{ type: 2, value: HOST }],
        },
      ],
    },
  );
  return { key, cert };
}

/** Jest gives tests a copy of the environment, which Node itself does not read. */
async function setInEnvironment(name: string, value: string) {
  const change = `process.env[${JSON.stringify(name)}] = '${value}'`;
  await once(new Worker(change, { eval: true, env: SHARE_ENV }), 'exit');
}

describe('createGuardedFetch and TLS', () => {
  const servers: StandIn[] = [];
  const serve = async (options: Parameters<typeof StandIn.start>[0]) => {
    const server = await StandIn.start(options);
    server.answer(200, { ok: true });
    servers.push(server);
    return server;
  };
  const get = (server: StandIn, ca: string) =>
    createGuardedFetch(rules, { ca })(`${server.url}/`, {
      method: 'GET',
      headers: { authorization: 'Bearer canary' },
    });

  async function getByProxy({ port }: StandIn) {
    const proxy = createServer().on('connect', (_request, socket) => {
      const upstream = connectTcp(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        socket.pipe(upstream).pipe(socket);
      });
      upstream.on('error', () => socket.destroy());
      socket.on('error', () => upstream.destroy());
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const before = process.env.https_proxy;
    process.env.https_proxy = `127.0.0.1:${
      (proxy.address() as AddressInfo).port
    }`;
    try {
      const fetch = createGuardedFetch(rules);
      return await fetch(`https://${HOST}/`, { method: 'GET' });
    } finally {
      process.env.https_proxy = before;
      if (before === undefined) delete process.env.https_proxy;
      proxy.close();
    }
  }

  afterEach(async () => {
    await Promise.all(servers.splice(0).map(it => it.stop()));
  });

  it('speaks to a host whose certificate is vouched for, valid and its own', async () => {
    const own = await certificate({ of: 'us' });
    const server = await serve(own);
    expect((await get(server, own.cert)).status).toBe(200);
  });

  it.each<[string, Parameters<typeof certificate>[0]]>([
    ['of another name', { of: 'another' }],
    ['that has expired', { of: 'us', notAfter: new Date(Date.now() - DAY_MS) }],
  ])('sends nothing to a host with a certificate %s', async (_, options) => {
    const own = await certificate(options);
    const server = await serve(own);
    await expect(get(server, own.cert)).rejects.toMatchObject({
      kind: 'not_sent',
    });
    expect(server.connections).toBe(1);
    expect(server.requests).toEqual([]);
  });

  it('sends nothing to a host that nobody vouches for, whatever the environment says', async () => {
    const own = await certificate({ of: 'us' });
    const another = await certificate({ of: 'us' });
    const server = await serve(own);
    await setInEnvironment('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    try {
      await expect(get(server, another.cert)).rejects.toMatchObject({
        kind: 'not_sent',
      });
      await expect(getByProxy(server)).rejects.toMatchObject({
        kind: 'not_sent',
      });
      expect(server.connections).toBe(2);
      expect(server.requests).toEqual([]);

      // Who asks Node alone, is sent there by the environment
      const careless = connect({ host: '127.0.0.1', port: server.port });
      await once(careless, 'secureConnect');
      careless.destroy();
    } finally {
      await setInEnvironment('NODE_TLS_REJECT_UNAUTHORIZED', '1');
    }
  });

  it.each(['TLSv1', 'TLSv1.1'] as const)(
    'sends nothing to a host that speaks %s at most',
    async maxVersion => {
      const own = await certificate({ of: 'us' });
      const server = await serve({ ...own, ...oldest, maxVersion });
      await expect(get(server, own.cert)).rejects.toMatchObject({
        kind: 'not_sent',
      });
      expect(server.requests).toEqual([]);

      // The host does speak it, with who would.
      const options: ConnectionOptions = {
        ...oldest,
        host: '127.0.0.1',
        port: server.port,
        ca: own.cert,
      };
      const willing = connect(options);
      await once(willing, 'secureConnect');
      expect(willing.getProtocol()).toBe(maxVersion);
      willing.destroy();
    },
  );
});
