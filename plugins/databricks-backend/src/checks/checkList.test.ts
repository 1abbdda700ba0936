import { checksOf } from './__testUtils__/checksOf';

const FABRIC = 'databricks.fabrics.analytics-dev';
const PRINCIPAL = 'service-principal analytics-dev';

describe('The check list', () => {
  it('is green, and names the redirect URLs, where all is well', () => {
    const check = checksOf();
    expect(check('app-connection')).toMatchObject({ state: 'ok' });
    expect(check('redirect-urls')).toMatchObject({
      state: 'ok',
      message: expect.stringContaining('https://x.example.com/cb'),
    });
    expect(check('default-app-connection')).toBeUndefined();
    expect(check(PRINCIPAL)).toBeUndefined();
  });

  it('names the app connection that Databricks refuses, and whose scopes', () => {
    const names = new Map([['default', Date.parse('2027-01-01T09:59:00Z')]]);
    const check = checksOf(
      {},
      { grantFacts: { rejectedAppConnections: names, scopesRejected: names } },
    );
    for (const id of ['app-connection', 'assigned-scopes']) {
      expect(check(id)).toMatchObject({
        state: 'failed',
        message: expect.stringContaining('default'),
        at: '2027-01-01T09:59:00.000Z',
      });
    }
  });

  it('wants a default of several app connections', () => {
    const check = checksOf({
      'databricks.appConnections.second': { clientId: 'x', public: true },
    });
    expect(check('default-app-connection')).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('analytics-dev'),
    });
  });

  it('names service principals that are rejected, that expire and that have expired', () => {
    const rejected = checksOf(
      {},
      {
        grantFacts: {
          servicePrincipals: new Map([
            ['analytics-dev', { status: 'rejected', unreachable: false }],
          ]),
        },
      },
    );
    expect(rejected(PRINCIPAL)).toMatchObject({ state: 'failed' });
    for (const [date, state] of [
      ['2027-01-31', 'warning'],
      ['2026-12-31', 'failed'],
    ]) {
      const check = checksOf({
        [`${FABRIC}.servicePrincipal.secretExpiresAt`]: date,
      });
      expect(check(PRINCIPAL)).toMatchObject({
        state,
        values: { date },
      });
    }
  });

  it('names external callers that are taken for a plugin, and only those that are let in here', () => {
    const external = (caller: object) =>
      checksOf({
        'backend.auth.externalAccess': [{ type: 'static', ...caller }],
      })('external-callers');
    const options = { token: 'canary-4711', subject: 'plugin:reports' };
    for (const caller of [
      { options },
      { options, accessRestrictions: [{ plugin: 'databricks' }] },
    ]) {
      const line = external(caller);
      expect(line).toMatchObject({
        state: 'warning',
        message: expect.stringContaining('plugin:reports'),
      });
      expect(line?.message).not.toContain('canary');
    }
    for (const caller of [
      { options, accessRestrictions: [{ plugin: 'catalog' }] },
      { options: { ...options, subject: 'ci' } },
      { type: 'jwks', options: { url: 'https://issuer.example.com' } },
    ]) {
      expect(external(caller)).toBeUndefined();
    }
  });

  it('names a key that is missing while values need it, and only then', () => {
    const keys = (values: number) => ({
      encryption: {
        primaryKey: 'k1',
        keys: [{ id: 'k0', available: false, values }],
        sweep: { state: 'idle' as const, done: 0, total: 0, failed: 0 },
      },
    });
    expect(checksOf({}, keys(0))('encryption-keys')).toMatchObject({
      state: 'ok',
    });
    expect(checksOf({}, keys(7))('encryption-keys')).toMatchObject({
      state: 'failed',
      message: expect.stringMatching(/^7 values .* k0\./),
      values: { code: 'encryption_keys_missing', count: '7', keys: 'k0' },
      fix: { kind: 'encryption-keys' },
    });
  });

  describe('says of a proxy in the environment', () => {
    const PASSWORD = 'canary-4711';
    const NAMES = ['HTTPS_PROXY', 'HTTP_PROXY', 'https_proxy', 'http_proxy'];
    const before = { ...process.env };

    beforeEach(() => NAMES.forEach(name => delete process.env[name]));
    afterAll(() => {
      NAMES.forEach(name => delete process.env[name]);
      Object.assign(process.env, before);
    });
    const proxyLine = (environment: Record<string, string>) => {
      Object.assign(process.env, environment);
      const line = checksOf()('proxy');
      expect(JSON.stringify(line ?? {})).not.toMatch(/canary|proxy\.example/);
      return line;
    };

    it('nothing where there is none', () => {
      expect(proxyLine({})).toBeUndefined();
    });

    it('which variable counts, without its value', () => {
      expect(
        proxyLine({ https_proxy: `user:${PASSWORD}@proxy.example.com:3128` }),
      ).toMatchObject({
        state: 'ok',
        message: expect.stringContaining('https_proxy'),
      });
    });

    it('which variable cannot be used, and that nothing is sent, without its value', () => {
      expect(
        proxyLine({
          HTTPS_PROXY: `socks5://user:${PASSWORD}@proxy.example.com`,
          HTTP_PROXY: 'proxy.example.com',
        }),
      ).toMatchObject({
        state: 'failed',
        message: expect.stringMatching(/^HTTPS_PROXY .*No workspace is called/),
      });
    });

    it('that one cannot be used which does not count', () => {
      expect(
        proxyLine({
          HTTPS_PROXY: 'proxy.example.com',
          HTTP_PROXY: `http://user:${PASSWORD}#@proxy.example.com`,
        }),
      ).toMatchObject({
        state: 'warning',
        message: expect.stringMatching(/^HTTP_PROXY .* HTTPS_PROXY/),
      });
    });
  });
});
