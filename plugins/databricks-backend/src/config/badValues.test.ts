import { randomBytes } from 'node:crypto';
import { DEMO_ENCRYPTION_KEY } from './encryptionKeys';
import {
  CANARY,
  ConfigChanges,
  refusalOf,
  TEST_KEY,
} from './__testUtils__/testConfig';

const JDBC =
  'jdbc:databricks://adb-1234567890123456.7.azuredatabricks.net:443/default;httpPath=/sql/1.0/warehouses/abc123';

const base64 = (bytes: number) => randomBytes(bytes).toString('base64');

/** A bad value, part of what must be said about it, and what else has to change. */
type BadValue = [value: unknown, problem: string, others?: ConfigChanges];

const unset = 'unset ${VAR} removes its key';
const quotes = 'put it in quotes';

const secrets: BadValue[] = [
  [undefined, unset],
  ['', 'must be a client secret'],
  [`${CANARY} `, 'must be a client secret'],
  [` ${CANARY}`, 'must be a client secret'],
  [`${CANARY}\n`, 'must be a client secret'],
  [`${CANARY}\u00e4`, 'must be a client secret'],
  [CANARY.repeat(200), 'must be a client secret'],
  [[CANARY], 'must be a client secret'],
  [{ $ne: CANARY }, 'must be a client secret'],
  [4711, quotes],
];
const clientIds: BadValue[] = [
  [undefined, unset],
  [8e300, quotes],
  [Infinity, quotes],
  ['', 'must be a client ID'],
  [' 9d1e', 'must be a client ID'],
  ['9d1e\r\nX-Header: 1', 'must be a client ID'],
  ['x'.repeat(256), 'must be a client ID: 1 to 255'],
];
const scopes: BadValue[] = [
  [[], 'at least one scope'],
  ['all-apis', 'at least one scope'],
  [['sql', 'sql'], 'twice'],
];
const durations: BadValue[] = [
  [{ days: 0 }, 'must be a duration'],
  [{ days: -7 }, 'must be a duration'],
  [{}, 'must be a duration'],
  [{ years: 1e9 }, 'must be a duration'],
  ['soon', 'must be'],
  ['-1 days', 'must be'],
  [30, 'must be'],
];
const key = 'encryption.keys.k1.secret';
const client = 'appConnections.default';
const fabric = 'fabrics.analytics-dev';
const principal = `${fabric}.servicePrincipal`;
const noWarehouse = { [`databricks.${fabric}.warehouseId`]: undefined };

/** An entry for a workspace, of which a test spoils one field. */
function sales(title: string): ConfigChanges {
  return {
    'databricks.workspaces.sales': {
      title,
      url: 'https://sales.cloud.databricks.com',
    },
  };
}

/** By the path, below `databricks`, that has to be named. */
const badValues: Record<string, BadValue[]> = {
  fabric: [[{}, 'is not known; did you mean fabrics?']],
  [`${client}.clientID`]: [['x', 'is not known; did you mean clientId?']],
  [`${fabric}.workspaceURL`]: [
    ['x', 'is not known; did you mean workspaceUrl?'],
  ],
  [`${principal}.scope`]: [['x', 'is not known; did you mean scopes?']],
  'encryption.key': [['x', 'is not known; did you mean keys?']],
  'encryption.keys.k1.secrets': [['x', 'is not known; did you mean secret?']],
  'consumers.catalog.users': [[true, 'is not known; did you mean user?']],

  fabrics: [[[], 'must be an object']],
  [fabric]: [['x', 'must be an object']],
  appConnections: [['x', 'must be an object']],
  'fabrics.Analytics': [[{}, 'is not a good name']],
  'fabrics.a_b': [[{}, 'is not a good name']],
  'fabrics.a--b': [[{}, 'is not a good name']],
  [`fabrics.${'a'.repeat(64)}`]: [[{}, 'is not a good name']],
  'appConnections.-x': [[{}, 'is not a good name']],
  'encryption.keys.K2': [[{ secret: base64(32) }, 'is not a good name']],

  admins: [
    ['group:default/platform', 'must be a list'],
    [['*', 'group:default/platform'], 'beside entity refs'],
    [['*'], 'permission.enabled', { 'permission.enabled': false }],
    [['*'], 'permission.enabled', { 'permission.enabled': undefined }],
  ],

  encryption: [[undefined, 'openssl rand -base64 32']],
  'encryption.primaryKey': [
    [undefined, 'is missing'],
    ['k2', 'must name one of databricks.encryption.keys: k1'],
    ['toString', 'must name one of'],
    ['k1', 'there is none', { 'databricks.encryption.keys': {} }],
  ],
  [key]: [
    [undefined, unset],
    [`${CANARY}-not-base64`, '32 random bytes'],
    [base64(31), '32 random bytes'],
    [base64(33), '32 random bytes'],
    [`${TEST_KEY}!!`, '32 random bytes'],
    [` ${TEST_KEY}`, '32 random bytes'],
    [TEST_KEY.slice(0, -1), '32 random bytes'],
    [Buffer.alloc(32).toString('base64'), 'one byte repeated'],
    [Buffer.alloc(32, 7).toString('base64'), 'one byte repeated'],
    [DEMO_ENCRYPTION_KEY, 'demo portal'],
    [4711, quotes],
  ],
  'encryption.keys.k2.secret': [[TEST_KEY, 'the same as that of k1']],

  [`${client}.clientId`]: clientIds,
  [`${client}.clientSecret`]: [
    ...secrets,
    [undefined, 'public: true', { [`databricks.${client}.public`]: false }],
  ],
  [`${client}.public`]: [
    [true, 'beside a clientSecret'],
    ['yes', 'beside a clientSecret'],
    ['nope', 'true or false'],
  ],
  [`${client}.scopes`]: scopes,
  [`${client}.refreshTokenLifetime`]: durations,
  [`${client}.sessionLifetime`]: durations,
  [`${client}.sessionLifetime.day`]: [[30, 'did you mean days?']],
  'appConnections.second.default': [
    [
      true,
      'default is the default already',
      {
        [`databricks.${client}.default`]: true,
        'databricks.appConnections.second.clientId': 'x',
        'databricks.appConnections.second.public': true,
      },
    ],
  ],

  allowedHosts: [['.azuredatabricks.net', 'must be a list']],
  allowPrivateNetwork: [
    ['maybe', 'true or false'],
    [2, 'true or false'],
    ['', 'true or false'],
    [[true], 'true or false'],
  ],
  workspaces: [['x', 'must be an object']],
  'workspaces.Sales': [[{}, 'is not a good name']],
  'workspaces.sales.title': [
    [undefined, 'is missing: it must be a text', sales('x')],
    ['', 'must be a text of 1 to 200', sales('x')],
    ['x'.repeat(201), 'must be a text of 1 to 200', sales('x')],
    [7, quotes, sales('x')],
  ],
  'workspaces.sales.titel': [['x', 'did you mean title?', sales('x')]],
  'workspaces.sales.url': [
    [undefined, 'is missing: it must be a workspace URL', sales('x')],
    ['acme.azuredatabricks.net', 'must be a workspace URL', sales('x')],
    ['https://acme.azuredatabricks.net/?o=1', 'another workspace', sales('x')],
    [7, quotes, sales('x')],
  ],
  'workspaces.second.url': [
    [
      'https://SALES.cloud.databricks.com/',
      'the host of databricks.workspaces.sales',
      {
        ...sales('Sales'),
        'databricks.workspaces.second.title': 'Second',
      },
    ],
  ],
  requireSameUser: [['maybe', 'true or false']],
  serveMetadataCallback: [[{}, 'true or false']],
  consumers: [[['scaffolder'], 'must be an object']],
  'consumers.plugin:scaffolder': [[{ user: true }, 'ID of a backend plugin']],
  'consumers.scaffolder.user': [['always', 'true or false']],
  'consumers.scaffolder.servicePrincipalOf': [
    ['analytics-dev', 'must be a list'],
    [['*', 'analytics-dev'], 'beside names'],
  ],
  endConnectionsOfRemovedUsers: durations,

  [`${fabric}.type`]: [
    [undefined, 'is missing: it must be one of prophecy, spark, sql'],
    ['hive', 'must be one of prophecy, spark, sql'],
  ],
  [`${fabric}.owner`]: [
    [undefined, 'is missing: it must be a full entity ref'],
    ['analytics', 'full entity ref'],
    ['group:analytics', 'full entity ref'],
    ['default/analytics', 'full entity ref'],
    ['', 'full entity ref'],
    [['group:default/analytics'], 'full entity ref'],
  ],
  [`${fabric}.workspaceUrl`]: [
    [undefined, 'jdbcUrl that contains it'],
    [7, quotes],
    ['https://acme.azuredatabricks.net/?o=111', 'another workspace'],
    [
      'https://dbx.example.com:8443',
      '<host>:<port>',
      { 'databricks.allowedHosts': ['dbx.example.com'] },
    ],
    [
      'https://adb-1.7.azuredatabricks.net',
      'databricks.allowedHosts',
      { 'databricks.allowedHosts': ['.example.com'] },
    ],
  ],
  [`${fabric}.appConnection`]: [['Default', 'must be a name']],
  [`${fabric}.oauthType`]: [
    ['m2m', 'only for fabrics of type prophecy'],
    ['u2m', 'only for', { [`databricks.${fabric}.type`]: 'spark' }],
    ['pat', 'u2m or m2m', { [`databricks.${fabric}.type`]: 'prophecy' }],
  ],
  [`${fabric}.warehouseId`]: [
    [Infinity, quotes],
    [1234567890123456, quotes],
    ['../x', 'must be the ID of a SQL warehouse'],
    ['0123-456789-abcde123', 'not of a cluster'],
    [undefined, 'type sql needs a SQL warehouse'],
    [undefined, 'needs', { [`databricks.${fabric}.type`]: 'prophecy' }],
    ['a', 'at most one', { [`databricks.${fabric}.httpPath`]: 'x' }],
    ['a', 'at most one', { [`databricks.${fabric}.jdbcUrl`]: JDBC }],
  ],
  [`${fabric}.clusterId`]: [
    ['0123-456789-abc', 'at most one of'],
    ['0123-456789-abc', 'must name a SQL warehouse', noWarehouse],
    [123456789, quotes, noWarehouse],
  ],
  [`${fabric}.httpPath`]: [
    ['/sql/1.0/jobs/1', 'must be an HTTP path', noWarehouse],
    ['/sql/1.0/warehouses/a?o=2', 'another workspace', noWarehouse],
    ['sql/protocolv1/o/2/c', 'another workspace', noWarehouse],
    ['sql/protocolv1/o/0/c', 'must name a SQL warehouse', noWarehouse],
  ],
  [`${fabric}.jdbcUrl`]: [
    [`${JDBC};PWD=${CANARY}`, 'carry a credential', noWarehouse],
    [`${JDBC};pwd=${CANARY}`, 'carry a credential', noWarehouse],
    [`${JDBC};UID=token;PWD=${CANARY}`, 'carry a credential', noWarehouse],
    [`${JDBC};auth_accesstoken=${CANARY}`, 'carry a credential', noWarehouse],
    [`${JDBC};Auth_RefreshToken=${CANARY}`, 'carry a credential', noWarehouse],
    [`${JDBC};OAuth2Secret=${CANARY}`, 'carry a credential', noWarehouse],
    ...[`&PWD=${CANARY}`, `,PWD=${CANARY}`, `%3BPWD%3D${CANARY}`].flatMap(
      (smuggled): BadValue[] => [
        [
          JDBC.replace('default;', `default${smuggled};`),
          'carry a credential',
          noWarehouse,
        ],
        [
          `${JDBC};ConnCatalog=main${smuggled};`,
          'carry a credential',
          noWarehouse,
        ],
      ],
    ),
    [JDBC.replace('adb-1', 'adb-2'), 'the same host', noWarehouse],
    ['jdbc:mysql://x/y', 'must be a JDBC URL', noWarehouse],
    [
      JDBC.replace('azuredatabricks.net', 'example.com'),
      'databricks.allowedHosts',
      { ...noWarehouse, [`databricks.${fabric}.workspaceUrl`]: undefined },
    ],
  ],
  [`${fabric}.catalog`]: [
    ['a.b', 'must be a name'],
    [`main;PWD=${CANARY}`, 'must be a name'],
    [`main%3BPWD%3D${CANARY}`, 'must be a name'],
  ],
  [`${fabric}.schema`]: [
    [2027, quotes],
    [`default&PWD=${CANARY}`, 'must be a name'],
  ],
  [`${fabric}.title`]: [['', 'must be a text']],

  [`${principal}.clientId`]: clientIds,
  [`${principal}.clientSecret`]: secrets,
  [`${principal}.scopes`]: scopes,
  [`${principal}.secretExpiresAt`]: [
    ['soon', 'calendar date'],
    ['2027-02-30', 'calendar date'],
    [2027, quotes],
  ],
};

/** Elements of lists: the path of the element has to be named. */
const badElements: [path: string, list: unknown[], problem: string][] = [
  ['admins.0', ['platform'], 'full entity ref'],
  ['admins.1', ['user:default/bob', 'group:platform'], 'full entity ref'],
  ['admins.0', [7], quotes],
  [`${client}.scopes.0`, ['all-apis offline_access'], 'one OAuth scope'],
  ['consumers.scaffolder.servicePrincipalOf.0', ['A B'], 'list of names'],
  ['allowedHosts.0', ['https://x.example.com'], 'must be a host name'],
  ['allowedHosts.0', ['.com'], 'must be a host name'],
  ['allowedHosts.0', ['*'], 'must be a host name'],
  ['allowedHosts.1', ['.x.com', '*.example.com'], 'must be a host name'],
  ['allowedHosts.0', ['10.0.0.5'], 'must be a host name'],
  ['allowedHosts.0', ['accounts.cloud.databricks.com'], 'must not list'],
  ['allowedHosts.0', ['login.databricks.com'], 'must not list'],
  ['allowedHosts.0', ['.databricksapps.com'], 'must not list'],
];

const rows = [
  ...Object.entries(badValues).flatMap(([path, values]) =>
    values.map(([value, problem, others]) => ({
      path: `databricks.${path}`,
      problem,
      changes: { ...others, [`databricks.${path}`]: value },
    })),
  ),
  ...badElements.map(([path, list, problem]) => ({
    path: `databricks.${path}`,
    problem,
    changes: { [`databricks.${path.replace(/\.\d+$/, '')}`]: list },
  })),
  {
    path: 'databricks.encryption',
    problem: 'openssl rand -base64 32',
    changes: { databricks: undefined },
  },
  {
    path: 'databricks',
    problem: 'must be an object',
    changes: { databricks: 'on' },
  },
  {
    path: 'backend.baseUrl',
    problem: 'http or https URL',
    changes: { 'backend.baseUrl': 'backstage.example.com' },
  },
  {
    path: 'backend.baseUrl',
    problem: 'is missing',
    changes: { 'backend.baseUrl': undefined },
  },
  {
    path: 'app.baseUrl',
    problem: 'http or https URL',
    changes: { 'app.baseUrl': 'ftp://backstage.example.com' },
  },
];

describe('a bad value stops the start', () => {
  it.each(rows)('$path: $problem ($changes)', ({ path, problem, changes }) => {
    const message = refusalOf(changes);
    const line = message.split('\n').find(it => it.startsWith(`${path} `));
    expect(line).toContain(problem);
    for (const secret of [CANARY, TEST_KEY, DEMO_ENCRYPTION_KEY, '4711']) {
      expect(message).not.toContain(secret);
    }
  });
});
