import { once } from 'node:events';
import { createServer } from 'node:http';
import { AddressInfo, connect } from 'node:net';
import { createGuardedFetch } from './guardedFetch';
import { StandIn } from './__testUtils__/StandIn';

const HOST = 'adb-1.7.azuredatabricks.net';

const rules = () => ({
  allowedHosts: ['.azuredatabricks.net'],
  allowPrivateNetwork: false,
  production: false,
});

describe('createGuardedFetch behind a proxy', () => {
  let standIn: StandIn;
  const { HTTPS_PROXY, HTTP_PROXY } = process.env;
  const targets: string[] = [];
  const proxy = createServer().on('connect', (request, socket) => {
    targets.push(request.url ?? '');
    const upstream = connect(standIn.port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(upstream).pipe(socket);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
  });

  beforeAll(async () => {
    standIn = await StandIn.start();
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const { port } = proxy.address() as AddressInfo;
    process.env.HTTPS_PROXY = `http://127.0.0.1:${port}`;
    process.env.HTTP_PROXY = process.env.HTTPS_PROXY;
  });
  afterAll(async () => {
    await standIn.stop();
    Object.assign(process.env, { HTTPS_PROXY, HTTP_PROXY });
    if (HTTPS_PROXY === undefined) delete process.env.HTTPS_PROXY;
    if (HTTP_PROXY === undefined) delete process.env.HTTP_PROXY;
    proxy.closeAllConnections();
    proxy.close();
  });

  it('calls workspaces through it, and only what the list allows', async () => {
    const proxied = createGuardedFetch(rules);
    await expect(
      proxied(`https://${HOST}/`, { method: 'GET' }),
    ).rejects.toMatchObject({ kind: 'not_sent' });
    await expect(
      proxied('https://evil.example.com/', { method: 'GET' }),
    ).rejects.toMatchObject({ kind: 'not_sent' });
    expect(targets).toEqual([`${HOST}:443`]);
  });

  it('calls loopback workspaces without it', async () => {
    standIn.answer(200, {});
    const proxied = createGuardedFetch(rules);
    targets.length = 0;
    await proxied(`${standIn.url}/`, { method: 'GET' });
    expect(targets).toEqual([]);
  });
});
