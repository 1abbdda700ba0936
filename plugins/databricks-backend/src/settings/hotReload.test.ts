import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { randomBytes } from 'node:crypto';
import {
  alice,
  bob,
  mallory,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

const SCAFFOLDER = mockCredentials.service.header({
  onBehalfOf: mockCredentials.service('plugin:scaffolder'),
  targetPluginId: 'databricks',
});

describe('app-config that changes while the plugin runs', () => {
  const warnings: string[] = [];
  const logger = mockServices.logger.mock({
    warn: message => {
      warnings.push(String(message));
    },
  });
  let plugin: StartedPlugin;

  beforeAll(async () => {
    plugin = await startPlugin({
      configure: config => ({
        ...config,
        consumers: { scaffolder: { user: true, servicePrincipalOf: '*' } },
      }),
      features: [logger.factory],
    });
  });

  beforeEach(() => {
    plugin.reconfigure({ databricks: plugin.databricks });
    warnings.length = 0;
  });

  afterAll(() => plugin.stop());

  const url = (path: string) => `/api/databricks${path}`;

  /** The configuration with one change. */
  function changed(key: string, change: JsonObject | boolean | string[]) {
    return { ...plugin.databricks, [key]: change };
  }

  function fabric(name: string): JsonObject {
    const fabrics = plugin.databricks.fabrics as Record<string, JsonObject>;
    return fabrics[name];
  }

  async function checkOf(id: string) {
    const { body } = await plugin.as(bob).get(url('/settings'));
    return body.checks.find((it: { id: string }) => it.id === id);
  }

  const askToken = () =>
    plugin
      .as(SCAFFOLDER)
      .post(url('/tokens'))
      .send({ fabric: 'nightly', purpose: 'automation' });

  it('is in use at once', async () => {
    plugin.reconfigure({
      databricks: {
        ...changed('fabrics', {
          renamed: { ...fabric('analytics-dev'), title: 'Renamed' },
        }),
        admins: ['user:default/mallory'],
      },
    });
    const { body } = await plugin.as(alice).get(url('/fabrics'));
    expect(body.items).toMatchObject([{ name: 'renamed', title: 'Renamed' }]);
    expect((await plugin.as(bob).get(url('/settings'))).status).toBe(403);
    expect((await plugin.as(mallory).get(url('/settings'))).status).toBe(200);
  });

  it('is not used when it is bad: the last good one stays, with one line in the log and a red check', async () => {
    const bad = changed('fabrics', {
      renamed: { ...fabric('analytics-dev'), warehouseId: 12 },
    });
    plugin.reconfigure({ databricks: bad });
    plugin.reconfigure({ databricks: { ...bad, allowPrivateNetwork: true } });
    expect(warnings).toEqual([
      expect.stringMatching(
        /not used: .*databricks\.fabrics\.renamed\.warehouseId/,
      ),
    ]);
    const { body } = await plugin.as(alice).get(url('/fabrics'));
    expect(body.items.map((it: { name: string }) => it.name)).toContain(
      'analytics-dev',
    );
    expect(await checkOf('configuration')).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('warehouseId'),
    });
    plugin.reconfigure({ databricks: plugin.databricks });
    expect(await checkOf('configuration')).toMatchObject({ state: 'ok' });
  });

  it('brings the new secret of a service principal', async () => {
    expect((await askToken()).status).toBe(200);
    plugin.simulator.account.addServicePrincipal({
      clientId: 'sp-nightly',
      clientSecret: 'canary-next-secret',
    });
    const { token } = plugin.simulator.calls;
    plugin.reconfigure({
      databricks: changed('fabrics', {
        nightly: {
          ...fabric('nightly'),
          servicePrincipal: {
            clientId: 'sp-nightly',
            clientSecret: 'canary-next-secret',
          },
        },
      }),
    });
    expect((await askToken()).status).toBe(200);
    expect(plugin.simulator.calls.token).toBe(token + 1);
  });

  it('leaves keys and the second callback as they were, and says that they need a restart', async () => {
    expect(await checkOf('restart')).toMatchObject({ state: 'ok' });
    plugin.reconfigure({
      databricks: {
        ...changed('serveMetadataCallback', false),
        encryption: {
          primaryKey: 'k9',
          keys: { k9: { secret: randomBytes(32).toString('base64') } },
        },
      },
    });
    expect(await checkOf('restart')).toMatchObject({
      state: 'warning',
      message: expect.stringMatching(
        /databricks\.encryption, databricks\.serveMetadataCallback/,
      ),
    });
    const { body } = await plugin.as(bob).get(url('/settings'));
    expect(body.encryption.primaryKey).toBe('k1');
    expect(body.redirectUrls).toHaveLength(2);
    const signIn = await plugin.connect(alice, { fabric: 'studio' });
    expect(signIn.status).toBe(200);
  });
});

describe('the permission framework that is switched on while the plugin runs', () => {
  it('opens nothing, since Backstage asks no policy before a restart', async () => {
    const plugin = await startPlugin({
      rootConfig: { permission: { enabled: false } },
    });
    const statusFor = async (user: string) =>
      (await plugin.as(user).get('/api/databricks/settings')).status;
    expect([await statusFor(bob), await statusFor(alice)]).toEqual([200, 403]);
    const rootConfig = { permission: { enabled: true } };
    plugin.reconfigure({
      databricks: { ...plugin.databricks, admins: ['*'] },
      rootConfig,
    });
    expect([await statusFor(bob), await statusFor(alice)]).toEqual([200, 403]);
    plugin.reconfigure({ databricks: plugin.databricks, rootConfig });
    const { body } = await plugin.as(bob).get('/api/databricks/settings');
    for (const id of ['permissions', 'restart']) {
      expect(
        body.checks.find((it: { id: string }) => it.id === id),
      ).toMatchObject({
        state: 'warning',
        message: expect.stringContaining('permission.enabled'),
      });
    }
    await plugin.stop();
  });
});
