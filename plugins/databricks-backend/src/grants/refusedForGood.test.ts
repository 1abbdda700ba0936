import { Check } from '@backstage-databricks/plugin-databricks-common';
import {
  alice,
  bob,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

const base = '/api/databricks';

describe('What Databricks refuses for good', () => {
  let plugin: StartedPlugin;

  beforeEach(async () => {
    plugin = await startPlugin();
  });
  afterEach(() => plugin.stop());

  const refuse = (message: string) =>
    plugin.simulator.faults.next('token', {
      kind: 'status',
      status: 403,
      body: { error_code: 'PERMISSION_DENIED', message },
    });
  const test = async (fabric: string, body = {}) =>
    (await plugin.as(alice).post(`${base}/fabrics/${fabric}/test`).send(body))
      .body.checks[0] as Check;
  const card = async (fabric: string) =>
    (await plugin.as(alice).get(`${base}/fabrics/${fabric}`)).body;
  const red = async () => {
    const { body } = await plugin.as(bob).get(`${base}/settings`);
    return (body.checks as Check[])
      .filter(it => it.state === 'failed')
      .map(it => it.message);
  };

  it('is told of a service principal with the rule that forbids it and who can change that, and is not asked again and again', async () => {
    refuse('Source IP address: 1.2.3.4 is blocked by Databricks IP ACL');
    const calls = plugin.simulator.calls.token;
    const message = expect.stringMatching(
      /an IP access list .* An admin of Databricks can add it/,
    );
    expect(await test('nightly')).toMatchObject({ state: 'failed', message });
    expect(await test('nightly')).toMatchObject({ state: 'failed', message });
    expect(plugin.simulator.calls.token).toBe(calls + 1);
    expect(await card('nightly')).toMatchObject({
      servicePrincipal: { status: 'unchecked' },
      warnings: [
        {
          code: 'databricks_refused',
          message,
          values: { reason: 'ip_access_list' },
        },
      ],
    });
    expect(await red()).toContainEqual(message);
  });

  it('ends no connection, and every card of the sign-in says why work is refused', async () => {
    await plugin.connect(alice);
    await plugin
      .knex('grants')
      .update({ access_token_received_at: 0, access_token_expires_at: 1 });
    refuse('The user lacks the entitlement workspace-access');
    const message = expect.stringMatching(
      /lacks an entitlement .* admin of the workspace/,
    );
    expect(await test('analytics-dev')).toMatchObject({
      state: 'failed',
      message,
    });
    for (const fabric of ['analytics-dev', 'everybody']) {
      expect(await card(fabric)).toMatchObject({
        connection: { status: 'connected' },
        warnings: expect.arrayContaining([
          expect.objectContaining({ code: 'databricks_refused', message }),
        ]),
      });
    }
    const { body } = await plugin.as(alice).get(`${base}/connections`);
    expect(body.items).toMatchObject([
      {
        status: 'connected',
        reason: {
          code: 'databricks_refused',
          message,
          values: { reason: 'entitlement' },
        },
      },
    ]);
    expect(await red()).toContainEqual(
      expect.stringMatching(/lack an entitlement .* admin of the workspace/),
    );
    await plugin.knex('grants').update({ retry_at: null });
    expect(await test('analytics-dev')).toMatchObject({ state: 'ok' });
    expect((await card('analytics-dev')).warnings).not.toContainEqual(
      expect.objectContaining({ code: 'databricks_refused' }),
    );
    expect(await red()).not.toContainEqual(message);
  });
});
