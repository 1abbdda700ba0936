import {
  appConnectionInputSchema,
  fabricInputSchema,
  servicePrincipalInputSchema,
} from '@backstage-databricks/plugin-databricks-common';
import { parse } from 'yaml';
import {
  appConnection,
  managedFabric,
  settings,
} from '../__testUtils__/settings';
import { appConfigYaml } from './appConfigYaml';

describe('appConfigYaml', () => {
  it('has the shape of app-config, with variables in the place of secrets', () => {
    const { databricks } = parse(appConfigYaml(settings()));

    expect(databricks).toEqual({
      appConnections: {
        default: {
          title: 'Databricks',
          clientId: '9d1e',
          clientSecret: '${DATABRICKS_DEFAULT_CLIENT_SECRET}',
          scopes: ['all-apis', 'offline_access'],
          refreshTokenLifetime: { days: 7 },
          default: true,
        },
      },
      fabrics: {
        'analytics-dev': {
          title: 'Analytics (dev)',
          type: 'sql',
          owner: 'group:default/analytics',
          workspaceUrl: 'https://adb-1234567890123456.7.azuredatabricks.net',
          warehouseId: 'abc123',
          catalog: 'main',
          schema: 'default',
          servicePrincipal: {
            clientId: '1b2c3d4e',
            clientSecret:
              '${DATABRICKS_ANALYTICS_DEV_SERVICE_PRINCIPAL_SECRET}',
            scopes: ['all-apis'],
          },
        },
      },
    });
    const { servicePrincipal, ...fabric } = databricks.fabrics['analytics-dev'];
    expect(
      appConnectionInputSchema.safeParse(databricks.appConnections.default)
        .success,
    ).toBe(true);
    expect(fabricInputSchema.safeParse(fabric).success).toBe(true);
    expect(
      servicePrincipalInputSchema.safeParse(servicePrincipal).success,
    ).toBe(true);
  });

  it('keeps texts as they are that YAML or app-config would read as something else', () => {
    const yaml = appConfigYaml(
      settings({
        appConnections: [
          appConnection({
            clientId: '8e12345678901234',
            public: true,
            hasClientSecret: false,
          }),
        ],
        fabrics: [
          managedFabric({
            title: 'yes',
            description: 'Costs ${A_LOT}: # a lot\nof money',
            warehouseId: '0123456789',
            servicePrincipal: {
              clientId: '1e5',
              scopes: ['all-apis'],
              status: 'ready',
              secretExpiresAt: '2027-03-01',
            },
          }),
        ],
      }),
    );
    const { appConnections, fabrics } = parse(yaml).databricks;

    expect(appConnections.default).toMatchObject({
      clientId: '8e12345678901234',
      public: true,
    });
    expect(appConnections.default).not.toHaveProperty('clientSecret');
    expect(fabrics['analytics-dev']).toMatchObject({
      title: 'yes',
      // What app-config makes of it is ${A_LOT} again.
      description: 'Costs $${A_LOT}: # a lot\nof money',
      warehouseId: '0123456789',
      servicePrincipal: { clientId: '1e5', secretExpiresAt: '2027-03-01' },
    });
  });
});
