import { LeakOracle } from './LeakOracle';

function response(path: string, body: string, headers = {}) {
  return {
    method: 'GET',
    path,
    status: 200,
    headers: new Headers(headers),
    body,
  };
}

describe('LeakOracle', () => {
  it('names the secret, its form and the place, wherever it was planted', () => {
    const oracle = new LeakOracle();
    const token = oracle.canary('access token');
    const verifier = oracle.canary('verifier');
    oracle.canary('client secret');

    expect(
      oracle.search({
        responses: [
          response('/fabrics?x=1', '{"items":[]}'),
          response('/connections', JSON.stringify({ token })),
          response('/oauthredirect', '', {
            location: `/?v=${encodeURIComponent(verifier)}`,
          }),
        ],
        logs: {
          'replica 1': `debug ${Buffer.from(`v=${verifier}`).toString(
            'base64',
          )}`,
          'replica 2': 'info started',
        },
        frontendConfig: { databricks: { token } },
        databaseDump: `databricks sealed.value: ${Buffer.from(token).toString(
          'hex',
        )}`,
        texts: { 'the address bar': `#${token}` },
      }),
    ).toEqual([
      {
        secret: 'access token',
        form: 'JSON-escaped',
        where: 'response of GET /connections',
      },
      {
        secret: 'verifier',
        form: 'URL-encoded',
        where: 'response of GET /oauthredirect',
      },
      { secret: 'verifier', form: 'base64', where: 'log of replica 1' },
      {
        secret: 'access token',
        form: 'JSON-escaped',
        where: 'frontend config',
      },
      { secret: 'access token', form: 'hex', where: 'database' },
      { secret: 'access token', form: 'raw', where: 'the address bar' },
    ]);
  });

  it('makes unique canaries and refuses secrets that would be found by accident', () => {
    const oracle = new LeakOracle();
    expect(oracle.canary('one')).not.toBe(oracle.canary('two'));
    expect(oracle.names).toEqual(['one', 'two']);
    expect(() => oracle.register('short', 'password')).toThrow(
      'The secret short must be at least 12 characters long',
    );
  });
});
