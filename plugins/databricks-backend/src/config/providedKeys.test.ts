import { createBackendModule } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import {
  DatabricksEncryptionKeys,
  databricksEncryptionKeysExtensionPoint,
  DatabricksKeys,
} from '@backstage-databricks/plugin-databricks-node';
import { randomBytes } from 'node:crypto';
import databricksPlugin from '..';
import { askKeySource, KeySource } from './askKeySource';
import { DEMO_ENCRYPTION_KEY } from './encryptionKeys';
import { readDatabricksConfig } from './readDatabricksConfig';
import { alice, bob, startPlugin } from '../__testUtils__/startPlugin';
import { CANARY, testConfig } from './__testUtils__/testConfig';

const OWN = randomBytes(32);

const moduleWith = (source: KeySource, moduleId = 'keys') =>
  createBackendModule({
    pluginId: 'databricks',
    moduleId,
    register(env) {
      env.registerInit({
        deps: { encryptionKeys: databricksEncryptionKeysExtensionPoint },
        async init({ encryptionKeys }) {
          encryptionKeys.setKeySource(source);
        },
      });
    },
  });

describe('Encryption keys of a module', () => {
  it('encrypt what is stored, and those of app-config are not needed', async () => {
    const bytes = Buffer.from(OWN);
    const source = jest.fn(async () => ({
      encryption: { primaryKey: 'kms-1', keys: { 'kms-1': bytes } },
    }));
    const plugin = await startPlugin({
      configure: ({ encryption, ...others }) => others,
      features: [moduleWith(source)],
    });
    try {
      bytes.fill(0);
      expect((await plugin.connect(alice)).status).toBe(200);
      const { refresh_token: stored } = await plugin.knex('grants').first();
      expect(stored).toMatch(/^dbx1\.kms-1\./);
      const { body } = await plugin.as(bob).get('/api/databricks/settings');
      expect(body.encryption).toMatchObject({
        primaryKey: 'kms-1',
        keys: [{ id: 'kms-1', available: true }],
      });
      expect(source).toHaveBeenCalledTimes(1);
    } finally {
      await plugin.stop();
    }
  });

  it.each<[string, Record<string, KeySource>, RegExp]>([
    [
      'that fails',
      {
        keys: async () => {
          throw new Error(CANARY);
        },
      },
      /a module set .* failed/,
    ],
    [
      'beside another',
      {
        keys: async () => ({
          encryption: { primaryKey: 'k1', keys: { k1: OWN } },
        }),
        more: async () => ({
          encryption: { primaryKey: 'k1', keys: { k1: OWN } },
        }),
      },
      /one module alone/,
    ],
  ])('from a source %s stop the start', async (_, sources, expected) => {
    const error: Error = await startTestBackend({
      features: [
        databricksPlugin,
        mockServices.rootConfig.factory({
          data: { backend: { baseUrl: 'http://localhost:7007' } },
        }),
        ...Object.entries(sources).map(([id, source]) =>
          moduleWith(source, id),
        ),
      ],
    }).then(
      backend => backend.stop().then(() => new Error('It started')),
      it => it,
    );
    expect(error.message).toMatch(expected);
    expect(error.message).not.toContain(CANARY);
  });

  it('are judged as those of app-config are, which they replace', () => {
    const read = (
      encryptionKeys: DatabricksEncryptionKeys,
      production = true,
    ) => readDatabricksConfig(testConfig({}), { encryptionKeys, production });
    const demo = {
      primaryKey: 'k1',
      keys: { k1: Buffer.from(DEMO_ENCRYPTION_KEY, 'base64') },
    };
    const settings = read(demo, false);
    expect(settings.usesDemoKey).toBe(true);
    expect([...settings.encryption.keys.values()]).toEqual([demo.keys.k1]);

    const secret = OWN.toString('base64');
    const bad: [DatabricksEncryptionKeys, RegExp][] = [
      [demo, /keys\.k1 must not be the key of the demo portal/],
      [
        { primaryKey: 'k1', keys: { k1: OWN.subarray(1) } },
        /keys\.k1 must be 32 random bytes/,
      ],
      [
        { primaryKey: 'k1', keys: { k1: Buffer.alloc(32, 7) } },
        /keys\.k1 must not be one byte repeated/,
      ],
      [
        { primaryKey: 'k1', keys: { k1: OWN, k2: OWN } },
        /keys\.k2 must not be the same as that of k1/,
      ],
      [
        { primaryKey: 'k2', keys: { k1: OWN } },
        /primaryKey must name one of .*: k1$/m,
      ],
      [{ primaryKey: 'k1', keys: {} }, /there is none yet/],
      [
        { primaryKey: secret, keys: { [secret]: OWN } },
        /keys are not well named/,
      ],
    ];
    for (const [keys, expected] of bad) {
      let message = 'accepted';
      try {
        read(keys);
      } catch (error) {
        message = (error as Error).message;
      }
      expect(message).toMatch(expected);
      expect(message).not.toContain(secret);
    }
  });

  it.each([
    undefined,
    null,
    CANARY,
    { encryption: CANARY },
    { primaryKey: 'k1', keys: { k1: OWN } },
    { encryption: { primaryKey: 'k1' } },
    { encryption: { primaryKey: 'k1', keys: { k1: CANARY } } },
    { encryption: { keys: { k1: OWN } } },
  ])('are not taken from %j', async answer => {
    const source = async () => answer as unknown as DatabricksKeys;
    await expect(askKeySource(source)).rejects.toThrow(
      /^The source of encryption keys that a module set .* gave (?!.*canary)/,
    );
  });

  it('are not waited for without end', async () => {
    await expect(
      askKeySource(() => new Promise(() => {}), { deadlineMs: 20 }),
    ).rejects.toThrow(/gave no keys within/);
  });
});
