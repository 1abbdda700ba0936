import { ConfigSchema, loadConfigSchema } from '@backstage/config-loader';
import type { JsonObject, JsonValue } from '@backstage/types';
import { resolve } from 'node:path';

const PACKAGE = '@backstage-databricks/plugin-databricks-backend';

const everything = {
  app: { baseUrl: 'http://localhost:3000' },
  backend: {
    baseUrl: 'http://localhost:7007',
    listen: ':7007',
    database: { client: 'better-sqlite3', connection: ':memory:' },
  },
  databricks: {
    admins: ['group:default/platform'],
    encryption: { primaryKey: 'k1', keys: { k1: { secret: 'secret-1' } } },
    appConnections: {
      default: {
        title: 'Databricks',
        clientId: '9d1e',
        clientSecret: 'secret-2',
        public: false,
        scopes: ['all-apis'],
        refreshTokenLifetime: { days: 7 },
        sessionLifetime: '30 days',
        default: true,
      },
    },
    allowedHosts: ['.cloud.databricks.com'],
    allowPrivateNetwork: false,
    workspaces: {
      sales: { title: 'Sales', url: 'https://adb-1.7.azuredatabricks.net' },
    },
    requireSameUser: true,
    serveMetadataCallback: true,
    consumers: { scaffolder: { user: true, servicePrincipalOf: '*' } },
    endConnectionsOfRemovedUsers: { days: 7 },
    fabrics: {
      'analytics-dev': {
        title: 'Analytics',
        description: 'Shared',
        type: 'sql',
        owner: 'group:default/analytics',
        workspaceUrl: 'https://adb-1.7.azuredatabricks.net',
        appConnection: 'default',
        oauthType: 'u2m',
        jdbcUrl: 'jdbc:databricks://x',
        httpPath: '/sql/1.0/warehouses/a',
        warehouseId: 'a',
        clusterId: 'c',
        catalog: 'main',
        schema: 'default',
        servicePrincipal: {
          clientId: '1b2c',
          clientSecret: 'secret-3',
          scopes: ['all-apis'],
          secretExpiresAt: '2027-03-01',
        },
      },
    },
  },
};

/** Every leaf of a JSON schema with its visibility, `backend` by default; a union counts as the leaf that its property is. */
function leavesOf(schema: JsonObject, path = ''): [string, JsonValue][] {
  const { properties, additionalProperties } = schema;
  const children = {
    ...(isObject(properties) ? properties : {}),
    ...(isObject(additionalProperties) ? { '*': additionalProperties } : {}),
  };
  const nested = Object.entries(children).flatMap(([key, child]) =>
    isObject(child) ? leavesOf(child, path ? `${path}.${key}` : key) : [],
  );
  return nested.length > 0 ? nested : [[path, schema.visibility ?? 'backend']];
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

describe('config.d.ts', () => {
  let schema: ConfigSchema;

  beforeAll(async () => {
    schema = await loadConfigSchema({
      dependencies: [],
      packagePaths: [resolve(__dirname, '../../package.json')],
    });
  }, 60_000);

  const visible = (visibility: 'secret' | 'frontend' | 'backend') =>
    schema.process([{ context: 'app-config.yaml', data: everything }], {
      visibility: [visibility],
    })[0]?.data.databricks;

  it('says of every leaf who may see it', () => {
    const { schemas } = schema.serialize();
    const own = (Array.isArray(schemas) ? schemas : [])
      .filter(isObject)
      .find(({ packageName }) => packageName === PACKAGE)?.value;
    const leaves = leavesOf(isObject(own) ? own : {});

    expect(leaves.length).toBeGreaterThan(25);
    expect(leaves.filter(([, v]) => v !== 'backend')).toEqual([
      ['databricks.encryption.keys.*.secret', 'secret'],
      ['databricks.appConnections.*.clientSecret', 'secret'],
      ['databricks.fabrics.*.servicePrincipal.clientSecret', 'secret'],
    ]);
  });

  it('keeps exactly the secrets secret and shows the frontend nothing', () => {
    expect(visible('secret')).toEqual({
      encryption: { keys: { k1: { secret: 'secret-1' } } },
      appConnections: { default: { clientSecret: 'secret-2' } },
      fabrics: {
        'analytics-dev': { servicePrincipal: { clientSecret: 'secret-3' } },
      },
    });
    expect(visible('frontend')).toBeUndefined();
    expect(visible('backend')).toMatchObject({
      encryption: { primaryKey: 'k1' },
    });
  });

  it.each(['1', 'yes', 'off', 'true'])(
    'takes %j for a flag, as from the environment',
    text => {
      const data = structuredClone(everything);
      const flags = {
        ...data.databricks,
        allowPrivateNetwork: text,
        requireSameUser: text,
        serveMetadataCallback: text,
        consumers: { scaffolder: { user: text } },
        appConnections: {
          default: { clientId: '9d1e', public: text, default: text },
        },
      };
      const [validated] = schema.process([
        { context: 'env', data: { ...data, databricks: flags } },
      ]);
      expect(validated.data.databricks).toMatchObject({
        consumers: { scaffolder: { user: text } },
      });
    },
  );
});
