import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { DatabricksClient } from './DatabricksClient';

type Received = {
  method?: string;
  url?: string;
  contentType?: string;
  ifMatch?: string;
  body: string;
};

describe('DatabricksClient', () => {
  const received: Received[] = [];
  let answer: (response: ServerResponse) => void;
  const server = createServer(
    async (request: IncomingMessage, response: ServerResponse) => {
      received.push({
        method: request.method,
        url: request.url,
        contentType: request.headers['content-type'],
        ifMatch: request.headers['if-match'],
        body: await text(request),
      });
      answer(response);
    },
  );
  const fetchOptions: (RequestInit | undefined)[] = [];
  let client: DatabricksClient;

  beforeAll(async () => {
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    client = new DatabricksClient({
      discoveryApi: {
        getBaseUrl: async pluginId =>
          `http://127.0.0.1:${port}/api/${pluginId}`,
      },
      fetchApi: {
        fetch: async (input, init) => {
          fetchOptions.push(init);
          return fetch(input, init);
        },
      },
    });
  });
  afterAll(async () => {
    await new Promise(resolve => {
      server.close(resolve);
    });
  });
  beforeEach(() => {
    received.length = 0;
    fetchOptions.length = 0;
    answer = response => response.end('{"ok":true}');
  });

  const answerWith = (
    status: number,
    body: unknown,
    headers: Record<string, string> = {},
  ) => {
    answer = response =>
      response
        .writeHead(status, headers)
        .end(typeof body === 'string' ? body : JSON.stringify(body));
  };

  it('calls every route as the backend has it', async () => {
    await client.listFabrics();
    await client.getFabric('a/b');
    await client.startSignIn({ fabric: 'a', display: 'popup', returnTo: '/x' });
    await client.getSignIn('s 1');
    await client.listConnections();
    await client.disconnect('c?1');
    await client.testFabric('a');
    await client.testFabric('a', { as: 'servicePrincipal' });

    const json = 'application/json';
    expect(received).toEqual([
      { method: 'GET', url: '/api/databricks/fabrics', body: '' },
      { method: 'GET', url: '/api/databricks/fabrics/a%2Fb', body: '' },
      {
        method: 'POST',
        url: '/api/databricks/sign-ins',
        contentType: json,
        body: '{"fabric":"a","display":"popup","returnTo":"/x"}',
      },
      { method: 'GET', url: '/api/databricks/sign-ins/s%201', body: '' },
      { method: 'GET', url: '/api/databricks/connections', body: '' },
      { method: 'DELETE', url: '/api/databricks/connections/c%3F1', body: '' },
      {
        method: 'POST',
        url: '/api/databricks/fabrics/a/test',
        contentType: json,
        body: '{}',
      },
      {
        method: 'POST',
        url: '/api/databricks/fabrics/a/test',
        contentType: json,
        body: '{"as":"servicePrincipal"}',
      },
    ]);
    expect(fetchOptions.map(options => options?.credentials)).toEqual([
      undefined,
      undefined,
      'include',
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('calls every route of admins as the backend has it', async () => {
    const appConnection = { clientId: '9d1e' };
    const fabric = {
      type: 'spark',
      owner: '*',
      workspaceUrl: 'https://dbc-1.cloud.databricks.com',
    } as const;
    const servicePrincipal = { clientId: '1b2c', clientSecret: 's' };
    const etag = 'e1';
    await client.getSettings();
    await client.putAppConnection('new', appConnection);
    await client.putAppConnection('a', appConnection, { etag });
    await client.dryRunAppConnection('a', appConnection, { etag });
    await client.deleteAppConnection('a', { etag });
    await client.testAppConnection('a', fabric.workspaceUrl);
    await client.putFabric('f', fabric, { etag });
    await client.dryRunFabric('f', fabric);
    await client.deleteFabric('f', { etag });
    await client.putServicePrincipal('f', servicePrincipal, { etag });
    await client.dryRunServicePrincipal('f', servicePrincipal, { etag });
    await client.deleteServicePrincipal('f', { etag });
    await client.listAllConnections();
    await client.listAllConnections({
      user: 'user:default/alice',
      fabric: 'f',
      status: 'connected',
      cursor: 'c 1',
      limit: 10,
    });
    await client.listAllConnections({
      workspace: fabric.workspaceUrl,
      appConnection: 'a',
      status: ['unreadable', 'expires_soon'],
    });
    await client.listComputeOptions(fabric.workspaceUrl);
    await client.endConnection('c-1');
    await client.endConnections({ user: 'user:default/alice' });
    await client.endConnections({ appConnection: 'a' });
    await client.rotateEncryption();
    await client.startChecks();

    const withBody = (
      method: string,
      url: string,
      body: unknown,
      ifMatch?: string,
    ) => ({
      method,
      url: `/api/databricks${url}`,
      contentType: 'application/json',
      ifMatch,
      body: JSON.stringify(body),
    });
    const bare = (method: string, url: string, ifMatch?: string) => ({
      method,
      url: `/api/databricks${url}`,
      ifMatch,
      body: '',
    });
    expect(received).toEqual([
      bare('GET', '/settings'),
      withBody('PUT', '/app-connections/new', appConnection),
      withBody('PUT', '/app-connections/a', appConnection, '"e1"'),
      withBody('PUT', '/app-connections/a?dryRun=true', appConnection, '"e1"'),
      bare('DELETE', '/app-connections/a', '"e1"'),
      withBody('POST', '/app-connections/a/test', {
        workspaceUrl: fabric.workspaceUrl,
      }),
      withBody('PUT', '/fabrics/f', fabric, '"e1"'),
      withBody('PUT', '/fabrics/f?dryRun=true', fabric),
      bare('DELETE', '/fabrics/f', '"e1"'),
      withBody('PUT', '/fabrics/f/service-principal', servicePrincipal, '"e1"'),
      withBody(
        'PUT',
        '/fabrics/f/service-principal?dryRun=true',
        servicePrincipal,
        '"e1"',
      ),
      bare('DELETE', '/fabrics/f/service-principal', '"e1"'),
      bare('GET', '/admin/connections'),
      bare(
        'GET',
        '/admin/connections?user=user%3Adefault%2Falice&fabric=f&status=connected&cursor=c+1&limit=10',
      ),
      bare(
        'GET',
        '/admin/connections?workspace=https%3A%2F%2Fdbc-1.cloud.databricks.com&appConnection=a&status=unreadable%2Cexpires_soon',
      ),
      bare(
        'GET',
        '/compute-options?workspaceUrl=https%3A%2F%2Fdbc-1.cloud.databricks.com',
      ),
      bare('DELETE', '/admin/connections/c-1'),
      bare('DELETE', '/admin/connections?user=user%3Adefault%2Falice'),
      bare('DELETE', '/admin/connections?appConnection=a'),
      bare('POST', '/encryption/rotate'),
      bare('POST', '/checks'),
    ]);
  });

  it('throws what our routes say', async () => {
    answerWith(429, {
      error: {
        name: 'TooManyRequestsError',
        message: 'Wait a moment.',
        code: 'too_many_requests',
        retryAfterSeconds: 30,
      },
      response: { statusCode: 429 },
    });

    await expect(client.listFabrics()).rejects.toMatchObject({
      name: 'DatabricksError',
      code: 'too_many_requests',
      message: 'Wait a moment.',
      status: 429,
      retryAfterSeconds: 30,
    });
  });

  it.each([
    [401, 'not_authenticated'],
    [403, 'not_allowed'],
    [404, 'not_found'],
    [429, 'too_many_requests'],
    [503, 'unavailable'],
    [500, 'unexpected_answer'],
  ])(
    'makes something of Backstage’s own answer %s, without repeating it',
    async (status, code) => {
      answerWith(
        status,
        { error: { name: 'SomeError', message: 'internal details' } },
        { 'retry-after': '7' },
      );
      const error = await client.listFabrics().catch(e => e);

      expect(error).toMatchObject({ code, status, retryAfterSeconds: 7 });
      expect(error.message).not.toContain('internal details');
    },
  );

  it('says so when an answer is not JSON, refused or not', async () => {
    answerWith(200, '<html>');
    await expect(client.listFabrics()).rejects.toMatchObject({
      code: 'unexpected_answer',
      status: 200,
    });
    answerWith(502, '<html>');
    await expect(client.listFabrics()).rejects.toMatchObject({
      code: 'unexpected_answer',
      status: 502,
    });
  });

  it('says so when nobody answers', async () => {
    answer = response => response.destroy();
    await expect(client.listFabrics()).rejects.toMatchObject({
      code: 'unreachable',
      status: 0,
    });
  });

  it('rejects with the reason of the signal when it is aborted', async () => {
    answer = () => {};
    const aborter = new AbortController();
    const call = client.listFabrics({ signal: aborter.signal });
    const reason = new Error('left the page');
    aborter.abort(reason);

    await expect(call).rejects.toBe(reason);
  });
});
