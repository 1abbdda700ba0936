import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { createServer, IncomingMessage, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { inspect } from 'node:util';
import { DatabricksError } from '@backstage-databricks/plugin-databricks-common';
import { createTokenProvider } from './createTokenProvider';
import { DefaultDatabricksService } from './DefaultDatabricksService';

type Reply = {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** What follows the body: nothing more and no end, or more and more. */
  then?: 'silence' | 'more';
};

/** Stands for the backend and for the workspace; answers come from a list, the last one stays. */
async function startStandIn() {
  const received: { request: IncomingMessage; body: string }[] = [];
  const replies = { tokens: [] as Reply[], workspace: [] as Reply[] };
  const server: Server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) {
      body += chunk;
    }
    received.push({ request, body });
    const list =
      request.url === '/api/databricks/tokens'
        ? replies.tokens
        : replies.workspace;
    const reply = (list.length > 1 ? list.shift() : list[0]) ?? {};
    response.writeHead(reply.status ?? 200, reply.headers);
    const text =
      typeof reply.body === 'string'
        ? reply.body
        : JSON.stringify(reply.body ?? {});
    if (!reply.then) {
      response.end(text);
      return;
    }
    response.write(text);
    while (reply.then === 'more' && !response.destroyed) {
      response.write('.'.repeat(1_000));
      await new Promise(resolve => setImmediate(resolve));
    }
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    received,
    replies,
    token: (name: string): Reply => ({
      body: {
        accessToken: name,
        tokenType: 'Bearer',
        expiresAt: '2030-01-01T00:00:00.000Z',
        workspaceUrl: url,
        scopes: ['all-apis'],
        identity: { kind: 'user', name: 'ada' },
        fingerprint: `fingerprint of ${name}`,
      },
    }),
    async stop() {
      const closed = new Promise(resolve => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

describe('The Databricks service', () => {
  let standIn: Awaited<ReturnType<typeof startStandIn>>;
  let databricks: DefaultDatabricksService;
  const options = {
    fabric: 'analytics',
    purpose: 'interactive' as const,
    credentials: mockCredentials.user(),
  };

  beforeEach(async () => {
    standIn = await startStandIn();
    standIn.replies.tokens = [standIn.token('one'), standIn.token('two')];
    databricks = new DefaultDatabricksService({
      auth: mockServices.auth(),
      discovery: mockServices.discovery.mock({
        getBaseUrl: async id => `${standIn.url}/api/${id}`,
      }),
    });
  });

  afterEach(() => standIn.stop());

  const sentToWorkspace = () =>
    standIn.received
      .filter(({ request }) => request.url !== '/api/databricks/tokens')
      .map(({ request, body }) => [
        request.method,
        request.url,
        request.headers.authorization,
        body,
      ]);
  const sentForTokens = () =>
    standIn.received
      .filter(({ request }) => request.url === '/api/databricks/tokens')
      .map(({ body }) => JSON.parse(body));

  it('asks on behalf of the credentials, and for nothing else', async () => {
    const token = await databricks.getAccessToken({
      ...options,
      minValiditySeconds: 90,
    });
    expect(token.accessToken).toBe('one');
    expect(sentForTokens()).toEqual([
      { fabric: 'analytics', purpose: 'interactive', minValiditySeconds: 90 },
    ]);
    expect(standIn.received[0].request.headers.authorization).toMatch(
      /^Bearer mock-service-token:.*user:default\/mock/,
    );
  });

  it('sends what it is given, with the token, and follows no redirect', async () => {
    standIn.replies.workspace = [
      { status: 302, headers: { location: 'https://evil.example.com' } },
    ];
    const answer = await databricks.fetch(options, '/api/2.1/jobs?limit=1', {
      method: 'POST',
      body: 'hello',
      headers: { Authorization: 'Basic other', 'X-Mine': 'yes' },
    });
    expect(answer.status).toBe(302);
    expect(sentToWorkspace()).toEqual([
      ['POST', '/api/2.1/jobs?limit=1', 'Bearer one', 'hello'],
    ]);
  });

  it.each<[string, Reply]>([
    ['403 Invalid Token', { status: 403, body: 'Invalid Token' }],
    ['401 in JSON', { status: 401, body: { message: 'Token is expired' } }],
    ['401 without a body', { status: 401, body: '' }],
  ])('calls once more after %s', async (_, refusal) => {
    standIn.replies.workspace = [refusal, { body: { fine: true } }];
    const answer = await databricks.fetch(options, '/api/2.1/jobs', {
      method: 'POST',
      body: 'hello',
    });
    expect(await answer.json()).toEqual({ fine: true });
    expect(sentToWorkspace()).toEqual([
      ['POST', '/api/2.1/jobs', 'Bearer one', 'hello'],
      ['POST', '/api/2.1/jobs', 'Bearer two', 'hello'],
    ]);
    expect(sentForTokens()[1]).toMatchObject({
      rejectedFingerprint: 'fingerprint of one',
    });
  });

  it('calls once more and not twice', async () => {
    standIn.replies.workspace = [{ status: 403, body: 'Invalid Token' }];
    const answer = await databricks.fetch(options, '/api/2.1/jobs');
    expect([answer.status, await answer.text()]).toEqual([
      403,
      'Invalid Token',
    ]);
    expect(sentToWorkspace()).toHaveLength(2);
  });

  it.each<[string, Reply]>([
    [
      'a principal that may not',
      { status: 403, body: { error_code: 'PERMISSION_DENIED', message: 'No' } },
    ],
    ['a request that is wrong', { status: 400, body: 'Invalid Token' }],
  ])('does not repeat for %s, and hands the body on', async (_, refusal) => {
    standIn.replies.workspace = [refusal];
    const answer = await databricks.fetch(options, '/api/2.1/jobs');
    expect(answer.status).toBe(refusal.status);
    expect(await answer.text()).not.toBe('');
    expect(sentToWorkspace()).toHaveLength(1);
  });

  it.each<[string, () => RequestInit['body'], string]>([
    ['nothing', () => null, ''],
    ['text', () => 'hello', 'hello'],
    ['bytes', () => new TextEncoder().encode('hello'), 'hello'],
    ['a buffer', () => new TextEncoder().encode('hello').buffer, 'hello'],
    ['parameters', () => new URLSearchParams({ a: 'b' }), 'a=b'],
    ['a blob', () => new Blob(['hello']), 'hello'],
  ])('repeats %s', async (_, body, sent) => {
    standIn.replies.workspace = [
      { status: 403, body: 'Invalid Token' },
      { body: {} },
    ];
    const init = { method: 'POST', body: body() };
    expect((await databricks.fetch(options, '/api', init)).status).toBe(200);
    expect(sentToWorkspace()).toEqual([
      ['POST', '/api', 'Bearer one', sent],
      ['POST', '/api', 'Bearer two', sent],
    ]);
  });

  it('repeats a form', async () => {
    standIn.replies.workspace = [{ status: 403, body: 'Invalid Token' }];
    const body = new FormData();
    body.set('a', 'hello');
    await databricks.fetch(options, '/api', { method: 'POST', body });
    expect(sentToWorkspace()).toHaveLength(2);
    expect(sentToWorkspace()[1][3]).toContain('hello');
  });

  it.each<[string, () => unknown]>([
    ['a web stream', () => new Blob(['hello']).stream()],
    ['a stream of Node', () => Readable.from([Buffer.from('hello')])],
    [
      'an iterable',
      async function* hello() {
        yield Buffer.from('hello');
      },
    ],
  ])('does not repeat what was %s', async (_, makeBody) => {
    standIn.replies.workspace = [{ status: 403, body: 'Invalid Token' }];
    const init: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      body: makeBody() as ReadableStream,
      duplex: 'half',
    };
    expect((await databricks.fetch(options, '/api', init)).status).toBe(403);
    expect(sentToWorkspace()).toEqual([
      ['POST', '/api', 'Bearer one', 'hello'],
    ]);
  });

  it('reads no more of a refusal than it needs, and leaves the rest to be read', async () => {
    standIn.replies.workspace = [{ status: 403, body: 'No. ', then: 'more' }];
    const answer = await databricks.fetch(options, '/api');
    expect(answer.status).toBe(403);
    const reader = answer.body!.getReader();
    const { value } = await reader.read();
    expect(Buffer.from(value!).toString()).toMatch(/^No\. /);
    expect(sentToWorkspace()).toHaveLength(1);
  });

  it('does not wait for a refusal that never ends', async () => {
    standIn.replies.workspace = [
      { status: 403, body: 'No. ', then: 'silence' },
    ];
    const answer = await databricks.fetch(options, '/api');
    expect(answer.status).toBe(403);
    expect(sentToWorkspace()).toHaveLength(1);
  });

  it.each([
    'https://evil.example.com/',
    '//evil.example.com',
    '/\\evil',
    '/\t/evil.example.com',
    '/\n/evil.example.com',
    '/\r\\evil.example.com',
    '/api\\evil',
    'api',
    '',
  ])('refuses %p as a path, before it asks for a token', async path => {
    await expect(databricks.fetch(options, path)).rejects.toThrow(TypeError);
    expect(standIn.received).toEqual([]);
  });

  it('throws what the plugin answers, with its code', async () => {
    standIn.replies.tokens = [
      {
        status: 503,
        body: {
          error: {
            name: 'ServiceUnavailableError',
            code: 'throttled',
            message: 'Wait.',
            retryAfterSeconds: 7,
          },
        },
      },
    ];
    await expect(databricks.fetch(options, '/api')).rejects.toMatchObject({
      name: 'DatabricksError',
      code: 'throttled',
      message: 'Wait.',
      status: 503,
      retryAfterSeconds: 7,
    });
    standIn.replies.tokens = [{ status: 401, body: 'Backstage says no' }];
    await expect(databricks.getAccessToken(options)).rejects.toMatchObject({
      code: 'not_authenticated',
      status: 401,
    });
  });

  describe('throws unavailable, and nothing of the cause,', () => {
    const services = () => ({
      auth: mockServices.auth(),
      discovery: mockServices.discovery.mock({
        getBaseUrl: async id => `${standIn.url}/api/${id}`,
      }),
    });
    const failing = async () => {
      throw new Error('secret');
    };

    const hanging = () => new Promise<never>(() => {});

    /** Deadlines are over as soon as they begin. */
    const endDeadlines = () =>
      jest
        .spyOn(AbortSignal, 'timeout')
        .mockImplementation(() => AbortSignal.abort());

    const answers = (reply: Reply) => () => {
      standIn.replies.tokens = [reply];
    };

    it.each<{ when: string; prepare?: () => unknown; others?: object }>([
      { when: 'nobody answers', prepare: () => standIn.stop() },
      {
        when: 'the answer is no JSON',
        prepare: answers({ body: '<html>secret</html>' }),
      },
      {
        when: 'the answer is no token',
        prepare: answers({ body: { accessToken: 'secret' } }),
      },
      {
        when: 'there is no token for the request',
        others: {
          auth: mockServices.auth.mock({ getPluginRequestToken: failing }),
        },
      },
      {
        when: 'there is no address for it',
        others: {
          discovery: mockServices.discovery.mock({ getBaseUrl: failing }),
        },
      },
      {
        when: 'the answer takes too long',
        prepare() {
          answers({ body: '{', then: 'silence' })();
          endDeadlines();
        },
      },
      {
        when: 'the portal gives no token for the request and goes on thinking',
        prepare: endDeadlines,
        others: {
          auth: mockServices.auth.mock({ getPluginRequestToken: hanging }),
        },
      },
      {
        when: 'the portal gives no address for it and goes on thinking',
        prepare: endDeadlines,
        others: {
          discovery: mockServices.discovery.mock({ getBaseUrl: hanging }),
        },
      },
    ])('when $when', async ({ prepare, others }) => {
      await prepare?.();
      const service = new DefaultDatabricksService({
        ...services(),
        ...others,
      });
      const error = await service.fetch(options, '/api').catch(it => it);
      jest.restoreAllMocks();
      expect(error).toBeInstanceOf(DatabricksError);
      expect(error).toMatchObject({
        code: 'unavailable',
        status: 503,
        retryAfterSeconds: 5,
      });
      expect(error.cause).toBeUndefined();
      expect(inspect(error)).not.toContain('secret');
    });
  });

  it('lets the caller abort, with their own reason', async () => {
    standIn.replies.tokens = [{ body: '{', then: 'silence' }];
    const abort = new AbortController();
    const asked = databricks.fetch(options, '/api', { signal: abort.signal });
    const reason = new Error('The user has left');
    abort.abort(reason);
    await expect(asked).rejects.toBe(reason);
  });

  it('makes a token provider for the SQL driver', async () => {
    const getToken = createTokenProvider(databricks, options);
    expect([await getToken(), await getToken()]).toEqual(['one', 'two']);
  });
});
