import { once } from 'node:events';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { createGuardedFetch } from './guardedFetch';
import { expectNoLeak } from './__testUtils__/expectNoLeak';
import { errorOf } from './__testUtils__/OAuthHarness';
import { StandIn } from './__testUtils__/StandIn';

const HOST = 'adb-1.7.azuredatabricks.net';
const CANARY = 'canary-of-the-other-side';

const rules = () => ({
  allowedHosts: ['.azuredatabricks.net'],
  allowPrivateNetwork: false,
  production: false,
});

/** A resolver with one answer, or one error, for every name. */
function resolver(answer: string | Error) {
  return ((_host: string, _options: object, callback: Function) =>
    answer instanceof Error
      ? callback(answer)
      : callback(null, [{ address: answer, family: 4 }])) as never;
}

describe('How a call failed on the network', () => {
  const ends: (() => unknown)[] = [];
  const warnings: string[] = [];
  const logger = { warn: (message: string) => warnings.push(message) };

  beforeEach(() => {
    warnings.length = 0;
  });
  afterEach(async () => {
    await Promise.all(ends.splice(0).map(end => end()));
  });

  const serve = async (options?: Parameters<typeof StandIn.start>[0]) => {
    const standIn = await StandIn.start(options);
    ends.push(() => standIn.stop());
    return standIn;
  };
  const urlOfNobody = async () => {
    const gone = await StandIn.start();
    const { url } = gone;
    await gone.stop();
    return url;
  };
  const failureOf = (
    url: string,
    options: Parameters<typeof createGuardedFetch>[1] = {},
  ) =>
    errorOf(
      createGuardedFetch(rules, { logger, ...options })(url, {
        method: 'GET',
      }),
    );

  const behind = (proxy: string, url: string) => {
    const { HTTPS_PROXY } = process.env;
    process.env.HTTPS_PROXY = proxy;
    const failure = failureOf(url);
    if (HTTPS_PROXY === undefined) {
      delete process.env.HTTPS_PROXY;
    } else {
      process.env.HTTPS_PROXY = HTTPS_PROXY;
    }
    return failure;
  };

  /** Each failure for real, with where it happens. */
  const failures: Record<string, () => Promise<[Promise<unknown>, string]>> = {
    async certificate() {
      const { private: key, cert } = await generate([
        { name: 'commonName', value: CANARY },
      ]);
      const { url } = await serve({ key, cert });
      return [failureOf(`${url}/`), new URL(url).host];
    },
    async name_not_found() {
      const error = Object.assign(new Error(CANARY), { code: 'ENOTFOUND' });
      const lookup = resolver(error);
      return [failureOf(`https://${HOST}/`, { lookup }), HOST];
    },
    async connection_refused() {
      const url = await urlOfNobody();
      return [failureOf(`${url}/`), new URL(url).host];
    },
    async timeout() {
      const standIn = await serve();
      standIn.respond(() => {});
      const { host } = new URL(standIn.url);
      return [failureOf(`${standIn.url}/`, { deadlineMs: 300 }), host];
    },
    async address_not_public() {
      const lookup = resolver('10.0.0.5');
      return [failureOf(`https://${HOST}/`, { lookup }), HOST];
    },
    async proxy_unusable() {
      return [behind('socks5://127.0.0.1:1', `https://${HOST}/`), HOST];
    },
    async proxy_407() {
      const proxy = createServer().on('connect', (_request, socket) =>
        socket.end(`HTTP/1.1 407 ${CANARY}\r\n\r\n`),
      );
      proxy.listen(0, '127.0.0.1');
      await once(proxy, 'listening');
      ends.push(() => proxy.close());
      const { port } = proxy.address() as AddressInfo;
      const failure = behind(`http://127.0.0.1:${port}`, `https://${HOST}/`);
      return [failure, HOST];
    },
    async reset() {
      const standIn = await serve();
      standIn.respond((_response, request) => request.socket.resetAndDestroy());
      return [failureOf(`${standIn.url}/`), new URL(standIn.url).host];
    },
  };

  it.each(Object.keys(failures))(
    'is said by a fixed code, to who tests and in the log: %s',
    async code => {
      const [failure, host] = await failures[code]();
      const error = await failure;
      expect(error).toMatchObject({
        network: code,
        message: expect.stringContaining(`(${code})`),
      });
      expectNoLeak(error, [CANARY]);
      expect(warnings).toEqual([
        expect.stringMatching(`^A call to ${host} failed: .*\\(${code}\\)$`),
      ]);
      expectNoLeak(warnings, [CANARY]);
    },
  );

  it.each([
    ['10.0.0.5', false, 'databricks.allowPrivateNetwork'],
    ['169.254.169.254', false, 'never called'],
    ['169.254.169.254', true, 'never called'],
  ])(
    'names the switch that helps, if there is one: %s, Private Link %s',
    async (address, allowPrivateNetwork, words) => {
      const fetch = createGuardedFetch(
        () => ({ ...rules(), allowPrivateNetwork }),
        { lookup: resolver(address) },
      );
      expect(
        await errorOf(fetch(`https://${HOST}/`, { method: 'GET' })),
      ).toMatchObject({
        network: 'address_not_public',
        message: expect.stringContaining(words),
      });
    },
  );

  it('is logged once a minute for each host', async () => {
    const standIn = await serve();
    standIn.respond((_response, request) => request.socket.resetAndDestroy());
    const nobody = await urlOfNobody();
    const fetch = createGuardedFetch(rules, { logger });
    for (const url of [standIn.url, standIn.url, nobody, standIn.url]) {
      await errorOf(fetch(`${url}/`, { method: 'GET' }));
    }
    expect(warnings).toHaveLength(2);
  });
});
