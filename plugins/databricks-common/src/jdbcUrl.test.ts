import fc from 'fast-check';
import { parseJdbcUrl } from './jdbcUrl';

const HOST = 'adb-1234567890123456.7.azuredatabricks.net';
const WAREHOUSE = {
  kind: 'warehouse',
  id: '1a2b3c4d5e6f7890',
  httpPath: '/sql/1.0/warehouses/1a2b3c4d5e6f7890',
};

describe('parseJdbcUrl', () => {
  it('keeps host, HTTP path, catalog and schema of what Databricks shows', () => {
    expect(
      parseJdbcUrl(
        `jdbc:databricks://${HOST}:443/default;transportMode=http;ssl=1;AuthMech=11;Auth_Flow=2;httpPath=/sql/1.0/warehouses/1a2b3c4d5e6f7890;ConnCatalog=main;ConnSchema=sales;`,
      ),
    ).toEqual({
      value: {
        workspaceUrl: `https://${HOST}`,
        compute: WAREHOUSE,
        catalog: 'main',
        schema: 'sales',
      },
    });
  });

  it('reads the older driver, other letter cases and the path alone', () => {
    expect(
      parseJdbcUrl(
        `JDBC:spark://${HOST.toUpperCase()}:443/bronze;AuthMech=11;UID=token;HTTPPATH=sql/1.0/endpoints/1a2b3c4d5e6f7890`,
      ).value,
    ).toEqual({
      workspaceUrl: `https://${HOST}`,
      compute: WAREHOUSE,
      catalog: undefined,
      schema: 'bronze',
    });
    expect(parseJdbcUrl(`jdbc:databricks://${HOST}`).value).toEqual({
      workspaceUrl: `https://${HOST}`,
    });
    expect(
      parseJdbcUrl(
        `jdbc:databricks://${HOST}:443/;httpPath=sql/protocolv1/o/1234567890123456/0123-456789-abcde123`,
      ).value?.compute,
    ).toEqual({
      kind: 'cluster',
      id: '0123-456789-abcde123',
      httpPath: '/sql/protocolv1/o/1234567890123456/0123-456789-abcde123',
    });
  });

  it('reads a loopback workspace, plain with ssl=0', () => {
    expect(
      parseJdbcUrl('jdbc:databricks://127.0.0.1:8020/default;ssl=0').value
        ?.workspaceUrl,
    ).toBe('http://127.0.0.1:8020');
    expect(parseJdbcUrl(`jdbc:databricks://${HOST}/x;ssl=0`).problem).toMatch(
      /https/,
    );
  });

  it.each([
    'PWD',
    'pwd',
    'Password',
    'UID=token;PWD',
    'Auth_AccessToken',
    'AUTH_ACCESSTOKEN',
    'Auth_RefreshToken',
    'OAuthRefreshToken',
    'OAuth2Secret',
    'oauth2secret',
    'OAuth2ClientSecret',
    'Auth_JWT_Key_Passphrase',
    'TokenCachePassPhrase',
    'ProxyPwd',
    'SSLKeyStorePwd',
    'ApiKey',
    'Private_Key',
    'Some-New-Token',
    'P%57D',
    ' PWD ',
  ])('refuses %s and does not repeat it', name => {
    const { problem, value } = parseJdbcUrl(
      `jdbc:databricks://${HOST}:443/default;${name}=canary-4711;httpPath=/sql/1.0/warehouses/abc`,
    );
    expect(value).toBeUndefined();
    expect(problem).toMatch(/^must not carry a credential/);
    expect(problem).not.toMatch(/canary|4711/);
  });

  it.each([
    `jdbc:databricks://${HOST}:443/default;UID=dapi0123456789abcdef0123456789abcdef`,
    `jdbc:databricks://${HOST}:443/default;x=eyJhbGciOiJIUzI1NiJ9.e30.x`,
    `jdbc:databricks://user:canary-4711@${HOST}:443/default`,
    `jdbc:databricks://${HOST}:443/dapi0123456789abcdef0123456789abcdef`,
  ])('refuses a credential in another place', text => {
    expect(parseJdbcUrl(text).problem).toMatch(/credential/);
  });

  it.each([
    'default&PWD=canary-4711;httpPath=/sql/1.0/warehouses/abc',
    'default,PWD=canary-4711',
    'default|PWD = canary-4711',
    'default%3BPWD%3Dcanary-4711;httpPath=/sql/1.0/warehouses/abc',
    'default%253BPWD%253Dcanary-4711',
    'default%zz%26P%57D=canary-4711',
    'default%26token%3Dcanary-4711',
    'default\uff1bPWD\uff1dcanary-4711',
    'default;ConnCatalog=main&PWD=canary-4711;',
    'default;ConnCatalog=main%2CPWD=canary-4711',
    'default;ConnSchema=a,OAuth2Secret=canary-4711',
    'default;ConnSchema=a=PWD=canary-4711',
    'default;ssl=1?PWD=canary-4711',
    'default;httpPath=/sql/1.0/warehouses/abc?o=1&PWD=canary-4711',
    'user:canary-4711%40x',
  ])('refuses a credential behind another separator: %s', rest => {
    const { problem, value } = parseJdbcUrl(
      `jdbc:databricks://${HOST}:443/${rest}`,
    );
    expect(value).toBeUndefined();
    expect(problem).toMatch(/^must not carry a credential/);
    expect(problem).not.toMatch(/canary|4711/);
  });

  it.each(['a&b', 'a,b', 'a%20b', 'a:b', 'a=b', 'a(b)', 'a b', 'a"b'])(
    'takes %j for no name of a catalog or schema',
    name => {
      for (const rest of [
        name,
        `x;ConnCatalog=${name}`,
        `x;ConnSchema=${name}`,
      ]) {
        expect(
          parseJdbcUrl(`jdbc:databricks://${HOST}/${rest}`).problem,
        ).toMatch(/^must be a JDBC URL/);
      }
    },
  );

  it('reads names in other alphabets', () => {
    expect(
      parseJdbcUrl(
        `jdbc:databricks://${HOST}/k\u00e4ufe_2;ConnCatalog=main-dev$1`,
      ).value,
    ).toMatchObject({ catalog: 'main-dev$1', schema: 'k\u00e4ufe_2' });
  });

  it('knows properties that only sound like credentials', () => {
    expect(
      parseJdbcUrl(
        `jdbc:databricks://${HOST}/x;EnableTokenCache=0;OAuth2ClientId=1b2c;UID=token`,
      ).value,
    ).toBeDefined();
  });

  it.each([
    '',
    'jdbc:databricks://',
    'jdbc:mysql://host/db',
    `https://${HOST}`,
    `jdbc:databricks:${HOST}`,
    `jdbc:databricks://${HOST}:port/default`,
    `jdbc:databricks://${HOST}/a/b`,
    `jdbc:databricks://${HOST}/a?PWD`,
    `jdbc:databricks://${HOST}/default;httpPath`,
    `jdbc:databricks://${HOST}/default;httpPath=/sql/1.0/jobs/1`,
    `jdbc:databricks://${HOST}/default;httpPath=/sql/1.0/warehouses/a;HttpPath=/sql/1.0/warehouses/b`,
    `jdbc:databricks://${HOST}/default;ConnCatalog=a/b`,
    'jdbc:databricks://10.0.0.5:443/default',
    'jdbc:databricks://localhost.:443/default',
    `jdbc:databricks://${HOST}\\evil.com/default`,
  ])('refuses %j', text => {
    const { problem } = parseJdbcUrl(text);
    expect(problem).toMatch(/^must be a JDBC URL/);
  });

  it('never throws and never repeats what it refuses', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 10 }), (name, secret) => {
        const { problem } = parseJdbcUrl(
          `jdbc:databricks://${HOST}/x;${name};PWD=${secret}`,
        );
        expect(problem).toMatch(/^must /);
        expect(problem).not.toContain(secret);
      }),
    );
  });

  it('keeps nothing of a credential, wherever it stands and whatever is around it', () => {
    const before = fc.constantFrom(
      `jdbc:databricks://${HOST}:443/default`,
      `jdbc:spark://${HOST}/`,
      `jdbc:databricks://${HOST}/default;ssl=1`,
      `jdbc:databricks://${HOST}/default;ConnCatalog=main`,
      `jdbc:databricks://${HOST}/default;ConnSchema=`,
      `jdbc:databricks://${HOST}/default;httpPath=/sql/1.0/warehouses/abc`,
      'jdbc:databricks://',
      '',
    );
    const separator = fc.oneof(
      fc.constantFrom('', ';', '&', ',', '?', '#', '/', '|', ':', ' ', '+'),
      fc.string({ maxLength: 3 }),
    );
    const name = fc.constantFrom(
      'PWD',
      'pwd',
      'password',
      'Auth_AccessToken',
      'OAuth2Secret',
      'apiKey',
    );
    const encode = fc.constantFrom(
      (text: string) => text,
      encodeURIComponent,
      (text: string) => encodeURIComponent(encodeURIComponent(text)),
    );
    const after = fc.constantFrom(
      '',
      ';',
      ';httpPath=/sql/1.0/warehouses/abc',
      '&x=1',
    );
    fc.assert(
      fc.property(
        before,
        separator,
        name,
        fc.constantFrom('=', ' = ', '=='),
        encode,
        after,
        (start, between, key, equals, encoded, end) => {
          const credential = encoded(`${between}${key}${equals}canary`);
          const result = parseJdbcUrl(`${start}${credential}${end}`);
          expect(JSON.stringify(result)).not.toContain('canary');
          expect(result.value).toBeUndefined();
        },
      ),
      { numRuns: 1000 },
    );
  });
});
