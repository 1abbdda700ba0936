import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import {
  Simulator,
  startSimulator,
} from '@backstage-databricks/databricks-simulator';
import {
  registerAppConnection,
  signInUpToCallback,
} from '../__testUtils__/realSignIn';
import { databricksConfig } from '../__testUtils__/startPlugin';
import {
  RealBackend,
  startRealBackend,
} from '../__testUtils__/startRealBackend';

jest.setTimeout(60_000);

const ALICE = 'user:default/alice';
const MALLORY = 'user:default/mallory';

describe('Who worked as a user or as a service principal', () => {
  let simulator: Simulator;
  let real: RealBackend;
  const scheduler = mockServices.scheduler();

  beforeAll(async () => {
    simulator = await startSimulator();
    simulator.account.addServicePrincipal({
      clientId: 'sp-nightly',
      clientSecret: 'sp-nightly-secret',
    });
    real = await startRealBackend({
      config: {
        databricks: {
          ...databricksConfig(simulator.url),
          consumers: {
            reports: { user: true, servicePrincipalOf: ['nightly'] },
            operations: { user: true },
          },
        },
      },
      consumers: ['reports', 'operations'],
      features: [
        createServiceFactory({
          service: coreServices.scheduler,
          deps: {},
          factory: () => scheduler,
        }),
      ],
    });
    registerAppConnection(simulator, real);
    for (const user of [ALICE, MALLORY]) {
      const fabric = 'everybody';
      const { callback, cookie } = await signInUpToCallback(real, user, fabric);
      await fetch(callback, { headers: { cookie } });
    }
  });

  afterAll(async () => {
    await real.stop();
    await simulator.stop();
  });

  async function get(user: string, path: string, method = 'GET') {
    const answer = await fetch(`${real.url}/api/databricks${path}`, {
      method,
      headers: { Authorization: `Bearer ${await real.tokenOf(user)}` },
    });
    expect(answer.status).toBe(200);
    return answer.json();
  }

  const ask = (plugin: string, user: string, fabric: string) =>
    real.ask(plugin, user, {
      as: fabric === 'nightly' ? 'itself' : 'user',
      fabric,
      purpose: fabric === 'nightly' ? 'automation' : 'interactive',
    });

  it('is shown to the user alone, and with the fabric, and is no test of ours', async () => {
    await get(ALICE, '/fabrics/everybody/test', 'POST');
    for (let i = 0; i < 3; i += 1) {
      await ask('reports', ALICE, 'everybody');
      await ask('reports', ALICE, 'nightly');
    }
    await ask('operations', MALLORY, 'everybody');
    await scheduler.triggerTask('databricks-note-uses');

    const [own] = (await get(ALICE, '/connections')).items;
    const reports = [{ consumer: 'reports', at: expect.any(String) }];
    expect(own.lastUsedBy).toEqual(reports);
    const { connection } = await get(ALICE, '/fabrics/everybody');
    expect(connection.lastUsedBy).toEqual(reports);
    const { servicePrincipal } = await get(ALICE, '/fabrics/nightly');
    expect(servicePrincipal.lastUsedBy).toEqual(reports);

    const [other] = (await get(MALLORY, '/connections')).items;
    expect(other.lastUsedBy).toEqual([
      { consumer: 'operations', at: expect.any(String) },
    ]);
    for (const user of [ALICE, MALLORY]) {
      expect(JSON.stringify(await get(user, '/fabrics'))).not.toContain(
        'lastUsedBy',
      );
    }
  });
});
