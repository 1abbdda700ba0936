import { createServiceFactory } from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import {
  SignalPayload,
  signalsServiceRef,
} from '@backstage/plugin-signals-node';
import { recordAudit } from '../__testUtils__/recordAudit';
import { signInSteps } from '../__testUtils__/signInSteps';
import { startPlugin } from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

const base = '/api/databricks';
const boss = mockCredentials.user.header('user:default/boss');
const BOSS = mockCredentials.user.header('user:default/BOSS');

describe('A user whom the portal spells in capitals', () => {
  it('administers, owns and is found as the one that the catalog knows', async () => {
    const audit = recordAudit();
    const signals: SignalPayload[] = [];
    const plugin = await startPlugin({
      configure: config => ({ ...config, admins: ['User:default/Boss'] }),
      features: [
        audit.feature,
        createServiceFactory({
          service: signalsServiceRef,
          deps: {},
          factory: () => ({ publish: async it => void signals.push(it) }),
        }),
      ],
    });
    const { connections } = signInSteps(plugin);
    const { id: signIn } = await plugin.connect(BOSS, { fabric: 'everybody' });
    await plugin.as(boss).get(`${base}/sign-ins/${signIn}`).expect(200);
    const [connection] = await connections(boss);
    expect(await connections(BOSS)).toEqual([connection]);
    for (const user of ['user:default/boss', 'User:Default/BOSS']) {
      const { body } = await plugin
        .as(BOSS)
        .get(`${base}/admin/connections`)
        .query({ user })
        .expect(200);
      expect(body.items).toMatchObject([
        { id: connection.id, user: 'user:default/boss' },
      ]);
    }
    const put = await plugin
      .as(BOSS)
      .put(`${base}/app-connections/added`)
      .send({ clientId: 'x', clientSecret: 'y' })
      .expect(201);
    expect(put.body.updatedBy).toBe('user:default/boss');

    await plugin.connect(boss, { fabric: 'everybody' });
    expect(await connections(BOSS)).toHaveLength(1);
    await plugin
      .as(BOSS)
      .delete(`${base}/connections/${connection.id}`)
      .expect(200);
    expect(await connections(boss)).toEqual([]);
    // Backstage delivers a signal only to who is spelled like its recipient
    expect(signals.at(-1)?.recipients).toEqual({
      type: 'user',
      entityRef: ['user:default/boss', 'user:default/BOSS'],
    });
    expect(JSON.stringify(audit.records.map(it => it.meta))).not.toContain(
      'BOSS',
    );
    await plugin.stop();
  });
});
