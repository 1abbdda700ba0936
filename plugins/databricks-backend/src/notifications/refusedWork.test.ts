import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import {
  NotificationSendOptions,
  notificationService,
} from '@backstage/plugin-notifications-node';
import { RealPortal, startRealPortal } from '../__testUtils__/startRealPortal';

jest.setTimeout(60_000);

const ALICE = 'user:default/alice';
const BOB = 'user:default/bob';
const fabric = 'everybody';

describe('Work that is refused', () => {
  let portal: RealPortal;
  const scheduler = mockServices.scheduler();
  const sent: NotificationSendOptions[] = [];

  beforeAll(async () => {
    portal = await startRealPortal({
      consumers: { reports: { user: true } },
      features: [
        createServiceFactory({
          service: coreServices.scheduler,
          deps: {},
          factory: () => scheduler,
        }),
        createServiceFactory({
          service: notificationService,
          deps: {},
          factory: () => ({ send: async it => void sent.push(it) }),
        }),
      ],
    });
  });

  afterAll(() => portal.stop());

  async function endByAdmin(user: string) {
    const ended = await fetch(
      `${portal.url}/api/databricks/admin/connections?user=${user}`,
      {
        method: 'DELETE',
        headers: { Authorization: `Bearer ${await portal.tokenOf(BOB)}` },
      },
    );
    expect(await ended.json()).toEqual({ ended: 1 });
  }

  async function codeFor(user: string) {
    const options = { as: 'user', fabric, purpose: 'interactive' };
    return (await portal.ask('reports', user, options)).body.code;
  }

  async function runTasks() {
    await scheduler.triggerTask('databricks-note-uses');
    await scheduler.triggerTask('databricks-notify-users');
    return sent.splice(0).map(it => it.recipients);
  }

  it('since an admin has ended the sign-in is told to its user, once, and nobody is told who asked for nothing', async () => {
    for (const user of [ALICE, BOB]) {
      await portal.connect(user, fabric);
      expect(await codeFor(user)).toBeUndefined();
      await endByAdmin(user);
    }
    expect(await runTasks()).toEqual([]);
    for (let i = 0; i < 3; i += 1) {
      expect(await codeFor(ALICE)).toBe('reconnect_required');
    }
    expect(await runTasks()).toEqual([{ type: 'entity', entityRef: ALICE }]);
    expect(await codeFor(ALICE)).toBe('reconnect_required');
    expect(await runTasks()).toEqual([]);
  });

  it('before a reconnect says nothing of what comes after it', async () => {
    await codeFor(BOB);
    await portal.connect(BOB, fabric);
    expect(await runTasks()).toEqual([]);
    await endByAdmin(BOB);
    expect(await runTasks()).toEqual([]);
  });
});
