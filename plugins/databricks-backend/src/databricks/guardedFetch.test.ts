import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { AddressInfo, createServer as createTcpServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { generate } from 'selfsigned';
import { createGuardedFetch, NetworkRules } from './guardedFetch';
import { StandIn } from './__testUtils__/StandIn';

const DEADLINE_MS = 1_000;
const HOST = 'adb-1.7.azuredatabricks.net';

const development: NetworkRules = {
  allowedHosts: ['.azuredatabricks.net'],
  allowPrivateNetwork: false,
  production: false,
};
const production = { ...development, production: true };

/** A resolver that has one answer for every name, or the next of several. */
function resolver(...answers: string[]) {
  return ((_host: string, _options: object, callback: Function) => {
    const address = answers.length > 1 ? answers.shift() : answers[0];
    callback(null, [{ address, family: address?.includes(':') ? 6 : 4 }]);
  }) as never;
}

describe('createGuardedFetch', () => {
  let standIn: StandIn;
  const fetch = createGuardedFetch(() => development);
  const get = () => fetch(`${standIn.url}/`, { method: 'GET' });
  /** Gives up soon. */
  const hasty = createGuardedFetch(() => development, {
    deadlineMs: DEADLINE_MS,
  });

  beforeAll(async () => {
    standIn = await StandIn.start();
  });
  beforeEach(() => standIn.forget());
  afterAll(() => standIn.stop());

  it('sends what it is given and reads the answer to its end', async () => {
    standIn.answer(201, { ok: true }, { 'x-databricks-org-id': '42' });
    const answer = await fetch(`${standIn.url}/x?y=1`, {
      method: 'POST',
      headers: { 'x-one': '1' },
      body: 'a=b',
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('x-databricks-org-id')).toBe('42');
    expect(JSON.parse(answer.body)).toEqual({ ok: true });
    expect(standIn.requests).toEqual([
      expect.objectContaining({ method: 'POST', path: '/x?y=1', body: 'a=b' }),
    ]);
    expect(standIn.requests[0].headers['x-one']).toBe('1');
  });

  it('follows no redirect', async () => {
    standIn.answer(302, '', { location: `${standIn.url}/elsewhere` });
    expect((await get()).status).toBe(302);
    expect(standIn.requests).toHaveLength(1);
  });

  it('gives up when the headers do not come', async () => {
    standIn.respond(() => {});
    await expect(
      hasty(`${standIn.url}/`, { method: 'GET' }),
    ).rejects.toMatchObject({ kind: 'outcome_unknown' });
  });

  it.each([200, 400])('gives up when the body of a %i drips', async status => {
    standIn.respond(async response => {
      response.writeHead(status, { 'content-type': 'application/json' });
      while (!response.destroyed) {
        response.write(' ');
        await delay(20);
      }
    });
    await expect(
      hasty(`${standIn.url}/`, { method: 'GET' }),
    ).rejects.toMatchObject({ kind: 'outcome_unknown' });
  });

  it('stops reading what is too large, also when it was compressed', async () => {
    const large = 'x'.repeat(64 * 1024 + 1);
    const compressed = gzipSync('x'.repeat(10 * 1024 * 1024));
    standIn.answer(200, large);
    await expect(get()).rejects.toMatchObject({
      kind: 'nonsense',
      status: 200,
    });
    standIn.respond(response => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(compressed);
    });
    await expect(get()).rejects.toMatchObject({
      kind: 'nonsense',
      status: 200,
    });
    standIn.answer(200, large.slice(1));
    expect((await get()).body).toHaveLength(64 * 1024);
  });

  it('knows that the answer was lost when the connection ends in between', async () => {
    standIn.respond((_response, request) => {
      request.socket.resetAndDestroy();
    });
    await expect(get()).rejects.toMatchObject({ kind: 'outcome_unknown' });
    standIn.respond((response, request) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"access_token":');
      setTimeout(() => request.socket.destroy(), 20);
    });
    await expect(get()).rejects.toMatchObject({ kind: 'outcome_unknown' });
  });

  it('knows that nothing was sent when it cannot connect', async () => {
    const closed = await StandIn.start();
    const { url } = closed;
    await closed.stop();
    await expect(
      fetch(url.concat('/'), { method: 'GET' }),
    ).rejects.toMatchObject({ kind: 'not_sent' });
    await expect(
      createGuardedFetch(() => production, {
        lookup: ((_h: string, _o: object, callback: Function) =>
          callback(
            Object.assign(new Error('x'), { code: 'ENOTFOUND' }),
          )) as never,
      })(`https://${HOST}/`, { method: 'GET' }),
    ).rejects.toMatchObject({ kind: 'not_sent' });
  });

  it('knows that nothing was sent when the handshake never ends', async () => {
    const silent = createTcpServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    await expect(
      hasty(`https://127.0.0.1:${port}/`, { method: 'GET' }),
    ).rejects.toMatchObject({ kind: 'not_sent' });
    silent.close();
  });

  it('uses no connection twice', async () => {
    standIn.answer(200, {});
    await get();
    // The agent keeps a connection a turn later, if it keeps it.
    await delay(50);
    await get();
    expect(standIn.connections).toBe(2);
  });

  it('makes at most 64 calls at a time to one host', async () => {
    const held: ServerResponse[] = [];
    standIn.respond(response => held.push(response));
    const patient = createGuardedFetch(() => development);
    const answers = Array.from({ length: 100 }, () =>
      patient(`${standIn.url}/`, { method: 'GET' }),
    );
    for (let tries = 0; held.length < 64 && tries < 200; tries++) {
      await delay(20);
    }
    await delay(100);
    expect(held).toHaveLength(64);

    standIn.respond(response => response.end());
    held.forEach(response => response.end());
    await expect(Promise.all(answers)).resolves.toHaveLength(100);
  });

  it.each([
    'https://evil.example.com/',
    'https://user:pw@adb-1.7.azuredatabricks.net/',
    'https://accounts.azuredatabricks.net/',
    'https://10.0.0.5/',
    'https://[::ffff:127.0.0.1]/',
    'http://adb-1.7.azuredatabricks.net/',
    'http://127.1/',
    'http://2130706433/',
  ])('sends nothing to %s', async url => {
    await expect(fetch(url, { method: 'GET' })).rejects.toMatchObject({
      kind: 'not_sent',
    });
  });

  it('sends nothing to this machine in production', async () => {
    const strict = createGuardedFetch(() => production);
    await expect(
      strict(`${standIn.url}/`, { method: 'GET' }),
    ).rejects.toMatchObject({ kind: 'not_sent' });
    expect(standIn.connections).toBe(0);
  });

  it('obeys changed rules at once', async () => {
    const rules = { ...development };
    const changing = createGuardedFetch(() => rules);
    standIn.answer(200, {});
    await changing(`${standIn.url}/`, { method: 'GET' });
    rules.production = true;
    await expect(
      changing(`${standIn.url}/`, { method: 'GET' }),
    ).rejects.toMatchObject({ kind: 'not_sent' });
  });

  describe('with a name in the allow-list', () => {
    let secure: StandIn;

    beforeAll(async () => {
      const { private: key, cert } = await generate(
        [{ name: 'commonName', value: HOST }],
        { keySize: 2048, algorithm: 'sha256' },
      );
      secure = await StandIn.start({ key, cert });
    });
    beforeEach(() => secure.forget());
    afterAll(() => secure.stop());

    const rules = () => ({
      ...production,
      allowedHosts: [`${HOST}:${secure.port}`],
    });
    const call = (lookup: never, changes: Partial<NetworkRules> = {}) =>
      createGuardedFetch(() => ({ ...rules(), ...changes }), { lookup })(
        `https://${HOST}:${secure.port}/`,
        { method: 'GET' },
      );

    it.each([
      '127.0.0.1',
      '::ffff:127.0.0.1',
      '10.0.0.5',
      'fd00::1',
      '100.64.0.1',
      '2002:7f00:1::',
      '64:ff9b::7f00:1',
    ])('does not connect where it resolves to %s', async address => {
      for (const isProduction of [true, false]) {
        await expect(
          call(resolver(address), { production: isProduction }),
        ).rejects.toMatchObject({ kind: 'not_sent' });
      }
      expect(secure.connections).toBe(0);
    });

    it('does not connect where it resolves to this machine, Private Link or not', async () => {
      await expect(
        call(resolver('127.0.0.1'), { allowPrivateNetwork: true }),
      ).rejects.toMatchObject({ kind: 'not_sent' });
      expect(secure.connections).toBe(0);
    });

    it('checks at every call, whatever the name resolved to before', async () => {
      const lookup = resolver('192.0.2.1', '127.0.0.1');
      for (let attempt = 0; attempt < 2; attempt++) {
        await expect(call(lookup)).rejects.toMatchObject({ kind: 'not_sent' });
      }
      expect(secure.connections).toBe(0);
    });

    it('accepts no certificate that nobody vouches for', async () => {
      await expect(
        fetch(`https://127.0.0.1:${secure.port}/`, { method: 'GET' }),
      ).rejects.toMatchObject({ kind: 'not_sent' });
      expect(secure.connections).toBe(1);
      expect(secure.requests).toEqual([]);
    });
  });
});
