import { randomBytes } from 'node:crypto';
import { DEMO_ENCRYPTION_KEY } from './encryptionKeys';
import { readDatabricksConfig } from './readDatabricksConfig';
import {
  readTestConfig,
  refusalOf,
  TEST_KEY,
  TEST_WORKSPACE_URL,
  testConfig,
} from './__testUtils__/testConfig';

const FABRIC = 'databricks.fabrics.analytics-dev';
const APP_CONNECTION = 'databricks.appConnections.default';

describe('readDatabricksConfig', () => {
  it('fills in what is not said', () => {
    expect(readTestConfig({})).toEqual({
      admins: ['group:default/platform'],
      encryption: {
        primaryKey: 'k1',
        keys: new Map([['k1', Buffer.from(TEST_KEY, 'base64')]]),
      },
      appConnections: [
        {
          name: 'default',
          title: 'default',
          clientId: '9d1e',
          clientSecret: 'canary-app',
          scopes: ['all-apis', 'offline_access'],
          refreshTokenLifetimeDays: 7,
          sessionLifetimeDays: undefined,
          default: true,
        },
      ],
      allowedHosts: [
        '.cloud.databricks.com',
        '.cloud.databricks.us',
        '.azuredatabricks.net',
        '.databricks.azure.us',
        '.databricks.azure.cn',
        '.gcp.databricks.com',
      ],
      allowPrivateNetwork: false,
      requireSameUser: false,
      serveMetadataCallback: true,
      workspaceTitles: new Map(),
      consumers: new Map(),
      endConnectionsOfRemovedUsersMs: undefined,
      fabrics: [
        {
          name: 'analytics-dev',
          title: 'analytics-dev',
          type: 'sql',
          owner: 'group:default/analytics',
          workspaceUrl: TEST_WORKSPACE_URL,
          oauthType: 'u2m',
          compute: {
            kind: 'warehouse',
            id: 'abc123',
            httpPath: '/sql/1.0/warehouses/abc123',
          },
          servicePrincipal: {
            clientId: '1b2c',
            clientSecret: 'canary-sp',
            scopes: ['all-apis'],
          },
        },
      ],
      backendBaseUrl: 'https://backstage.example.com',
      appBaseUrl: 'https://backstage.example.com',
      cors: { credentials: false, origins: [] },
      externalPlugins: [],
      usesDemoKey: false,
      permissionsEnabled: true,
      production: true,
    });
  });

  it('takes everything that can be said', () => {
    const settings = readTestConfig({
      'databricks.admins': ['Group:Default/Platform', 'user:default/bob'],
      'databricks.encryption.keys.old': {
        secret: randomBytes(32).toString('base64'),
      },
      [`${APP_CONNECTION}.title`]: 'Databricks',
      [`${APP_CONNECTION}.scopes`]: ['sql', 'offline_access'],
      [`${APP_CONNECTION}.refreshTokenLifetime`]: { days: '14' },
      [`${APP_CONNECTION}.sessionLifetime`]: '30 days',
      'databricks.appConnections.second': { clientId: 'x', public: true },
      [`${APP_CONNECTION}.default`]: true,
      'databricks.allowedHosts': [
        '.azuredatabricks.net',
        'dbx.example.com:8443',
      ],
      'databricks.allowPrivateNetwork': 'true',
      'databricks.serveMetadataCallback': false,
      'databricks.consumers': {
        scaffolder: { user: true, servicePrincipalOf: ['analytics-dev'] },
        'mcp-actions': { servicePrincipalOf: '*' },
        catalog: { servicePrincipalOf: ['*'] },
      },
      'databricks.endConnectionsOfRemovedUsers': 'P7D',
      [`${FABRIC}.owner`]: 'Group:default/Analytics',
      [`${FABRIC}.appConnection`]: 'in-the-database',
      [`${FABRIC}.servicePrincipal.secretExpiresAt`]: '2027-03-01',
      'databricks.fabrics.everybody': {
        type: 'spark',
        owner: '*',
        workspaceUrl: 'https://dbx.example.com:8443',
        clusterId: '0123-456789-abcde123',
      },
      'databricks.fabrics.prophecy': {
        type: 'prophecy',
        oauthType: 'm2m',
        owner: '*',
        jdbcUrl:
          'jdbc:databricks://adb-1234567890123456.7.azuredatabricks.net:443/default;httpPath=/sql/1.0/warehouses/abc123',
        catalog: 'main',
      },
    });
    expect(settings).toMatchObject({
      admins: ['group:default/platform', 'user:default/bob'],
      appConnections: [
        {
          name: 'default',
          title: 'Databricks',
          scopes: ['sql', 'offline_access'],
          refreshTokenLifetimeDays: 14,
          sessionLifetimeDays: 30,
          default: true,
        },
        { name: 'second', clientSecret: undefined, default: false },
      ],
      allowPrivateNetwork: true,
      serveMetadataCallback: false,
      endConnectionsOfRemovedUsersMs: 7 * 24 * 60 * 60 * 1000,
      fabrics: [
        {
          owner: 'group:default/analytics',
          appConnection: 'in-the-database',
          servicePrincipal: { secretExpiresAt: '2027-03-01' },
        },
        {
          owner: '*',
          workspaceUrl: 'https://dbx.example.com:8443',
          compute: { kind: 'cluster', id: '0123-456789-abcde123' },
        },
        {
          oauthType: 'm2m',
          workspaceUrl: TEST_WORKSPACE_URL,
          compute: { kind: 'warehouse', id: 'abc123' },
          catalog: 'main',
          schema: 'default',
        },
      ],
    });
    expect([...settings.encryption.keys.keys()]).toEqual(['k1', 'old']);
    expect(Object.fromEntries(settings.consumers)).toEqual({
      scaffolder: { user: true, servicePrincipalOf: ['analytics-dev'] },
      'mcp-actions': { user: false, servicePrincipalOf: '*' },
      catalog: { user: false, servicePrincipalOf: '*' },
    });
  });

  it('has nobody administer, and no default app connection, where nothing says so', () => {
    const settings = readTestConfig({
      'databricks.admins': undefined,
      'databricks.appConnections.second': { clientId: 'x', public: true },
    });
    expect(settings.admins).toEqual([]);
    expect(settings.appConnections.map(it => it.default)).toEqual([
      false,
      false,
    ]);
  });

  it('leaves administration to the permission policy where that decides', () => {
    const everybody = { 'databricks.admins': ['*'] };
    expect(readTestConfig(everybody).admins).toEqual(['*']);
    for (const enabled of [false, undefined]) {
      expect(
        refusalOf({ ...everybody, 'permission.enabled': enabled }),
      ).toMatch(/^databricks\.admins must not be \['\*'\] while permission/m);
    }
  });

  it('knows workspaces by their hosts, with ports where these are not 443, and gives them titles alone', () => {
    const workspaces = {
      sales: {
        title: 'Sales',
        url: 'https://ADB-1.7.azuredatabricks.net:443/?o=1',
      },
      local: { title: 'Local', url: 'http://127.0.0.1:8020' },
      elsewhere: { title: 'Elsewhere', url: 'https://dbx.example.org' },
    };
    const { workspaceTitles, ...others } = readTestConfig({
      'databricks.workspaces': workspaces,
    });
    expect(Object.fromEntries(workspaceTitles)).toEqual({
      'adb-1.7.azuredatabricks.net': 'Sales',
      '127.0.0.1:8020': 'Local',
      'dbx.example.org': 'Elsewhere',
    });
    expect(JSON.stringify(others)).not.toContain('example.org');
  });

  it('accepts loopback workspaces, plain http and the key of the demo outside production only', () => {
    const demo = {
      [`${FABRIC}.workspaceUrl`]: 'http://127.0.0.1:8020/',
      'databricks.encryption.keys.k1.secret': DEMO_ENCRYPTION_KEY,
    };
    expect(
      readTestConfig(demo, { production: false }).fabrics[0].workspaceUrl,
    ).toBe('http://127.0.0.1:8020');
    const message = refusalOf(demo);
    expect(message).toMatch(
      /^databricks\.fabrics\.analytics-dev\.workspaceUrl /m,
    );
    expect(message).toMatch(/^databricks\.encryption\.keys\.k1\.secret /m);
    expect(message).not.toContain(DEMO_ENCRYPTION_KEY);
  });

  it('needs the base URL of the backend in production', () => {
    const none = { 'backend.baseUrl': undefined };
    expect(refusalOf(none)).toMatch(/^backend\.baseUrl is missing/m);
    expect(readTestConfig(none, { production: false }).backendBaseUrl).toBe(
      'http://localhost:7007',
    );
  });

  it('takes NODE_ENV for its word', () => {
    const config = testConfig({});
    expect(readDatabricksConfig(config).production).toBe(false);
    const replaced = jest.replaceProperty(process, 'env', {
      ...process.env,
      NODE_ENV: 'production',
    });
    try {
      expect(readDatabricksConfig(config).production).toBe(true);
      expect(() =>
        readDatabricksConfig(
          testConfig({
            [`${FABRIC}.workspaceUrl`]: 'http://127.0.0.1:8020',
          }),
        ),
      ).toThrow(/workspaceUrl must not be a loopback host in production/);
    } finally {
      replaced.restore();
    }
  });

  it('takes one origin of the portal, or a list', () => {
    const origins = (origin: unknown) =>
      readTestConfig({ 'backend.cors': { origin, credentials: true } }).cors
        .origins;
    expect(origins('https://Portal.example.com')).toEqual([
      'https://portal.example.com',
    ]);
    expect(origins(['https://a.example.com', 'https://*.b.com', 7])).toEqual([
      'https://a.example.com',
      'https://*.b.com',
    ]);
    expect(origins({})).toEqual([]);
  });

  it.each([
    [true, ['true', '1', 'yes', 'on', 'Y', ' TRUE ', 1, true]],
    [false, ['false', '0', 'no', 'off', 'N', 0, false]],
  ])('takes every flag for %s that Backstage does', (flag, spellings) => {
    for (const spelling of spellings) {
      const settings = readTestConfig({
        'databricks.allowPrivateNetwork': spelling,
        'databricks.serveMetadataCallback': spelling,
        'databricks.consumers.scaffolder.user': spelling,
        [`${APP_CONNECTION}.default`]: spelling,
        [`${APP_CONNECTION}.public`]: spelling,
        [`${APP_CONNECTION}.clientSecret`]: flag ? undefined : 'canary-app',
      });
      expect(settings).toMatchObject({
        allowPrivateNetwork: flag,
        serveMetadataCallback: flag,
        appConnections: [
          { default: flag, clientSecret: flag ? undefined : 'canary-app' },
        ],
      });
      expect(settings.consumers.get('scaffolder')?.user).toBe(flag);
    }
  });

  it('takes flags of an app connection from the environment', () => {
    const settings = readTestConfig({
      [`${APP_CONNECTION}.default`]: 'false',
      'databricks.appConnections.second': {
        clientId: 'x',
        public: 'true',
        default: 'true',
      },
    });
    expect(
      settings.appConnections.map(it => [it.clientSecret, it.default]),
    ).toEqual([
      ['canary-app', false],
      [undefined, true],
    ]);
  });

  it('reports several problems at once, but not all of many', () => {
    const colours = Array.from({ length: 16 }, (_, i) => [
      `databricks.colour-${i}`,
      'red',
    ]);
    const message = refusalOf({
      [`${FABRIC}.type`]: 'hive',
      [`${FABRIC}.owner`]: 'analytics',
      [`${APP_CONNECTION}.scopes`]: [],
      [`${APP_CONNECTION}.public`]: 'maybe',
      'databricks.allowedHosts': ['*'],
      ...Object.fromEntries(colours),
    });
    expect(message.split('\n')).toHaveLength(22);
    expect(message).toMatch(/^databricks\.fabrics\.analytics-dev\.type /m);
    expect(message).toMatch(/^and 1 more$/m);
  });

  it('reports what is wrong between keys beside what is wrong with one', () => {
    const other = {
      type: 'sql',
      owner: '*',
      workspaceUrl: 'https://workspace.example.org',
      warehouseId: 'abc1',
    };
    const lines = refusalOf({
      'databricks.colour': 'red',
      'databricks.admins': ['*', 'group:default/platform'],
      [`${FABRIC}.type`]: 'hive',
      [`${APP_CONNECTION}.scopes`]: [],
      'databricks.appConnections.second': { clientId: 'x' },
      'databricks.encryption.primaryKey': 'k2',
      'databricks.fabrics.other': other,
    })
      .split('\n')
      .slice(1)
      .map(line => line.split(' ')[0]);
    expect(new Set(lines)).toEqual(
      new Set([
        'databricks.colour',
        'databricks.admins',
        `${FABRIC}.type`,
        `${APP_CONNECTION}.scopes`,
        'databricks.appConnections.second.clientSecret',
        'databricks.encryption.primaryKey',
        'databricks.fabrics.other.workspaceUrl',
      ]),
    );

    // Nothing is made up about what could not be read.
    expect(
      refusalOf({
        'databricks.allowedHosts': ['*'],
        'databricks.encryption.keys.k1.secret': 7,
        'databricks.fabrics.other': other,
      }).split('\n'),
    ).toHaveLength(3);
  });
});
