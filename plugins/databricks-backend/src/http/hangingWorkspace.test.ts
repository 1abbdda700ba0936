import { settingsSchema } from '@backstage-databricks/plugin-databricks-common';
import { createServer, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { expectAnswer } from '../__testUtils__/expectAnswer';
import { requests } from '../__testUtils__/requests';
import { bob, StartedPlugin, startPlugin } from '../__testUtils__/startPlugin';
import { eventually } from '../grants/__testUtils__/eventually';

jest.setTimeout(60_000);

describe('The settings page', () => {
  let plugin: StartedPlugin;
  let hanging: Server;
  const waiting: ServerResponse[] = [];
  const { get, post } = requests(() => plugin);

  beforeEach(async () => {
    hanging = createServer((_, response) => waiting.push(response));
    await new Promise<void>(resolve => {
      hanging.listen(0, '127.0.0.1', resolve);
    });
    const { port } = hanging.address() as AddressInfo;
    plugin = await startPlugin({
      configure: config => ({
        ...config,
        fabrics: {
          ...(config.fabrics as object),
          stuck: {
            type: 'spark',
            owner: '*',
            workspaceUrl: `http://127.0.0.1:${port}`,
          },
        },
      }),
    });
  });

  afterEach(async () => {
    hanging.closeAllConnections();
    hanging.close();
    await plugin.stop();
  });

  async function settings() {
    const answer = await get('/settings', bob);
    const { checks, checking } = expectAnswer(answer, 200, settingsSchema);
    const workspaces = checks.filter(it => it.id.startsWith('workspace '));
    return { checking, workspaces };
  }

  it('comes at once beside a workspace that hangs, and shows what the last check found, and when', async () => {
    expect(await settings()).toMatchObject({
      checking: false,
      workspaces: [
        {
          state: 'warning',
          message: expect.stringContaining('has not been checked yet'),
        },
        { state: 'warning' },
      ],
    });
    expect(waiting).toEqual([]);

    expect((await post('/checks', undefined, bob)).body).toEqual({
      started: true,
    });
    await eventually(async () => waiting.length === 1);
    expect((await post('/checks', undefined, bob)).status).toBe(202);
    await eventually(async () => {
      const [healthy] = (await settings()).workspaces;
      return healthy.state === 'ok';
    });
    const { checking, workspaces } = await settings();
    expect([checking, workspaces[1].state]).toEqual([true, 'warning']);
    expect(Math.abs(Date.parse(workspaces[0].at!) - Date.now())).toBeLessThan(
      60_000,
    );
    expect(workspaces[0].ms).toBeGreaterThanOrEqual(0);
    // One at a time: who asks again while they run gets these
    expect(waiting).toHaveLength(1);

    waiting[0].socket?.destroy();
    await eventually(async () => !(await settings()).checking);
    expect((await settings()).workspaces[1]).toMatchObject({
      state: 'failed',
      at: expect.any(String),
    });
  });
});
