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
    // Of databricks-jdbc and of Simba's drivers
    'PWD',
    'Password',
    'Auth_AccessToken',
    'Auth_RefreshToken',
    'OAuthRefreshToken',
    'OAuth2Secret',
    'Auth_JWT_Key_File',
    'Auth_JWT_Key_Passphrase',
    'TokenCachePassPhrase',
    'SSLTrustStorePwd',
    'SSLKeyStorePwd',
    'ProxyPwd',
    'CFProxyPwd',
    'GoogleCredentialsFile',
    'DelegationToken',
    'http.header.Authorization',
    'http.header.X-Databricks-Org-Id',
    'HTTP.Header.Cookie',
    // In other letter cases, and of other drivers
    'pwd',
    'UID=token;PWD',
    'AUTH_ACCESSTOKEN',
    'oauth2secret',
    'OAuth2ClientSecret',
    'Auth_Client_Secret',
    'AzureClientSecret',
    'Token',
    'Passwd',
    'Authorization',
    'ApiKey',
    'Private_Key',
    'KeyFile',
    'ssp_spark.hadoop.fs.azure.account.key',
    'Some-New-Token',
    // Written in other ways
    'P%57D',
    ' PWD ',
    'http%2Eheader%2EAuthorization',
    'http.header.',
    'Auth-JWT-Alg',
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

  it.each(
    // All that databricks-jdbc and Simba's drivers document and that hold no credential
    `AcceptUndeterminedRevocation AllowSelfSignedCerts ApplicationName AsyncExecPollInterval AuthMech Auth_Flow
    Auth_JWT_Alg Auth_KID Auth_Scope AzureTenantId azure_workspace_resource_id CAIssuedCertsMismatch
    CatalogSchemaSwitch CFProxyAuth CFProxyHost CFProxyPort CFProxyUID CheckCertRevocation cloudFetchThreadPoolSize
    ClusterAutostartRetry ClusterAutostartRetryTimeout DecimalColumnScale DefaultStringColumnLength DelegationUID
    EnableArrow EnableComplexDatatypeSupport EnableDirectResults EnableOIDCDiscovery EnableQueryResultDownload
    EnableQueryResultLZ4Compression EnableRequestTracing EnableSQLExecHybridResults EnableTelemetry EnableTokenCache
    EnableTokenFederation FastConnection GoogleServiceAccount HttpConnectionPoolSize Identity_Federation_Client_Id
    IdleHttpConnectionExpiry IgnoreTransactions KrbAuthType KrbHostFQDN KrbRealm KrbServiceName LogFileCount
    LogFileSize LogLevel LogPath LowerCaseResultSetColumnName MaxBatchSize NonRowcountQueryPrefixes
    OAuth2AuthorizationEndPoint OAuth2ClientId OAuth2ConnAuthAuthorizeEndpoint OAuth2ConnAuthTokenEndpoint
    OAuth2RedirectUrlPort OAuth2TokenEndpoint OAuthDiscoveryMode OAuthDiscoveryURL OIDCDiscoveryEndpoint
    PreparedMetaLimitZero ProxyAuth ProxyHost ProxyIgnoreList ProxyPort ProxyUID QueryResultCompressionType
    RateLimitRetry RateLimitRetryTimeout RowsFetchedPerBlock ServerVersion SocketFactory SocketFactoryArg SocketTimeout
    SSL SSLKeyStore SSLKeyStoreProvider SSLKeyStoreType SSLTrustStore SSLTrustStoreProvider SSLTrustStoreType
    StagingAllowedLocalPaths StripCatalogName SubjectAlternativeNamesHostNames supportManyParameters TelemetryBatchSize
    TemporarilyUnavailableRetry TemporarilyUnavailableRetryTimeout ThriftTransport TransportMode
    UCIngestionRetriableHttpCode UCIngestionRetryTimeout UID UseCFProxy UseEmptyMetadata UseJWTAssertion
    UseNativeQuery UseProxy user UserAgentEntry UseSystemProxy UseSystemTrustStore UseThriftClient
    VolumeOperationAllowedLocalPaths VolumeOperationRetryableHttpCode VolumeOperationRetryTimeout`.split(
      /\s+/,
    ),
  )('drops %s, which holds no credential', name => {
    for (const written of [name, name.toUpperCase(), ` ${name} `]) {
      expect(
        parseJdbcUrl(
          `jdbc:databricks://${HOST}/x;${written}=1;httpPath=/sql/1.0/warehouses/1a2b3c4d5e6f7890`,
        ).value,
      ).toEqual({
        workspaceUrl: `https://${HOST}`,
        compute: WAREHOUSE,
        schema: 'x',
      });
    }
  });

  it('reads what Databricks shows for sign-in with a private key, but not the key', () => {
    const url = `jdbc:databricks://${HOST}:443/default;AuthMech=11;Auth_Flow=1;UseJWTAssertion=1;Auth_KID=k;Auth_JWT_Alg=RS256`;
    expect(parseJdbcUrl(url).value).toBeDefined();
    expect(parseJdbcUrl(`${url};Auth_JWT_Key_File=/k.pem`).problem).toMatch(
      /^must not carry a credential/,
    );
  });

  it('does not take the workspace of the host where the URL can choose another one', () => {
    const path = '/sql/1.0/warehouses/1a2b3c4d5e6f7890';
    for (const text of [
      `jdbc:databricks://acme.azuredatabricks.net:443/x;httpPath=${path}?o=111`,
      `jdbc:databricks://${HOST}:443/x;httpPath=${path}?o=111`,
      `jdbc:databricks://acme.azuredatabricks.net:443/x;o=111;httpPath=${path}`,
      `jdbc:databricks://${HOST}:443/x;httpPath=sql/protocolv1/o/111/0123-456789-abcde123`,
    ]) {
      expect(parseJdbcUrl(text).problem).toMatch(/another workspace/);
    }
    expect(
      parseJdbcUrl(
        `jdbc:databricks://${HOST}:443/x;httpPath=${path}?o=1234567890123456`,
      ).value?.compute,
    ).toEqual(WAREHOUSE);
  });

  it('takes no longer than its length, whatever is in the URL', () => {
    const millisecondsFor = (length: number) => {
      const texts = ['=', ';=', '%25', 'a=', ' ', ';;', '@', ',pwd', 'jdbc:'];
      const start = performance.now();
      for (const text of texts) {
        parseJdbcUrl(`jdbc:spark://${text.repeat(length / text.length)}\n`);
        parseJdbcUrl(
          `jdbc:spark://${HOST}/x;${text.repeat(length / text.length)}`,
        );
      }
      return performance.now() - start;
    };
    millisecondsFor(1_000);
    // What grows with the square takes 64 times as long, what is linear 8 times; the rest is for a busy machine.
    const small = Math.max(millisecondsFor(10_000), 1);
    expect(millisecondsFor(80_000)).toBeLessThan(small * 40);
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
