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
    const names = new Set(['default']);
    const check = checksOf(
      {},
      { grantFacts: { rejectedAppConnections: names, scopesRejected: names } },
    );
    for (const id of ['app-connection', 'assigned-scopes']) {
      expect(check(id)).toMatchObject({
        state: 'failed',
        message: expect.stringContaining('default'),
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
        message: expect.stringContaining(date),
      });
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
      message: expect.stringContaining('k0 (7 values)'),
    });
  });
});
