import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { RealPortal, startRealPortal } from '../__testUtils__/startRealPortal';

jest.setTimeout(60_000);

const ALICE = 'user:default/alice';
const MALLORY = 'user:default/mallory';

describe('Who worked as a user or as a service principal', () => {
  let portal: RealPortal;
  const scheduler = mockServices.scheduler();

  beforeAll(async () => {
    portal = await startRealPortal({
      consumers: {
        reports: { user: true, servicePrincipalOf: ['nightly'] },
        operations: { user: true },
      },
      features: [
        createServiceFactory({
          service: coreServices.scheduler,
          deps: {},
          factory: () => scheduler,
        }),
      ],
    });
    await portal.connect(ALICE, 'everybody');
    await portal.connect(MALLORY, 'everybody');
  });

  afterAll(() => portal.stop());

  async function get(user: string, path: string, method = 'GET') {
    const answer = await fetch(`${portal.url}/api/databricks${path}`, {
      method,
      headers: { Authorization: `Bearer ${await portal.tokenOf(user)}` },
    });
    expect(answer.status).toBe(200);
    return answer.json();
  }

  const ask = (plugin: string, user: string, fabric: string) =>
    portal.ask(plugin, user, {
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
