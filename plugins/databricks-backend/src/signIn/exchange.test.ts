import {
  Fault,
  signInAs,
  Simulator,
  startSimulator,
} from '@backstage-databricks/databricks-simulator';
import { JsonObject } from '@backstage/types';
import { signInSteps } from '../__testUtils__/signInSteps';
import {
  alice,
  bob,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

describe('The code of a sign-in', () => {
  let plugin: StartedPlugin;
  let other: Simulator;
  let steps: ReturnType<typeof signInSteps>;

  beforeAll(async () => {
    other = await startSimulator();
    plugin = await startPlugin({
      configure: config => ({
        ...config,
        fabrics: {
          ...(config.fabrics as JsonObject),
          elsewhere: {
            type: 'sql',
            owner: '*',
            workspaceUrl: other.url,
            warehouseId: 'abc123',
          },
          refused: {
            type: 'sql',
            owner: '*',
            workspaceUrl: 'http://127.0.0.1:9',
            warehouseId: 'abc123',
          },
          'unknown-name': {
            type: 'sql',
            owner: '*',
            workspaceUrl: 'https://adb-1.7.nowhere.invalid',
            warehouseId: 'abc123',
          },
        },
        allowedHosts: ['.nowhere.invalid'],
      }),
    });
    steps = signInSteps(plugin);
  });

  beforeEach(async () => {
    await plugin.knex('sign_ins').delete();
    await plugin.knex('grants').delete();
  });

  afterEach(() => plugin.simulator.faults.clear());

  afterAll(async () => {
    await plugin.stop();
    await other.stop();
  });

  /** Fails, stores nothing, and says why. */
  async function failureOf(
    started: { id: string; cookie: string },
    url: URL | string,
  ) {
    const before = await plugin.knex('grants').select('*');
    const page = await steps.callback(url, started.cookie);
    expect(page.status).toBe(400);
    const { status, error } = await steps.outcome(alice, started.id);
    expect(status).toBe('failed');
    expect(await plugin.knex('grants').select('*')).toEqual(before);
    const [row] = await plugin.knex('sign_ins').where({ id: started.id });
    expect(row.code_verifier).toBeNull();
    return error?.code;
  }

  it('is of no use in the sign-in of somebody else', async () => {
    const alices = await steps.start();
    const bobs = await steps.start(bob, 'everybody');
    const bobsUrl = new URL(await signInAs(bobs.authorizationUrl));
    const url = new URL(await signInAs(alices.authorizationUrl));
    url.searchParams.set('code', bobsUrl.searchParams.get('code')!);
    expect(await failureOf(alices, url)).toBe('authorization_failed');
  });

  it('works once, also in another sign-in of the same user, and a failure keeps the connection', async () => {
    const first = await steps.start();
    const firstUrl = new URL(await signInAs(first.authorizationUrl));
    expect((await steps.callback(firstUrl, first.cookie)).status).toBe(200);
    const second = await steps.start();
    const url = new URL(await signInAs(second.authorizationUrl));
    url.searchParams.set('code', firstUrl.searchParams.get('code')!);
    expect(await failureOf(second, url)).toBe('authorization_failed');
    expect(await steps.connections(alice)).toMatchObject([
      { status: 'connected' },
    ]);
  });

  it('is not sent without the verifier', async () => {
    const started = await steps.start();
    const url = await signInAs(started.authorizationUrl);
    await plugin
      .knex('sign_ins')
      .where({ id: started.id })
      .update({ code_verifier: null });
    const calls = plugin.simulator.calls.token;
    expect(await failureOf(started, url)).toBe('authorization_failed');
    expect(plugin.simulator.calls.token).toBe(calls);
  });

  it('is not sent with the verifier of another row', async () => {
    const started = await steps.start();
    const another = await steps.start();
    const url = await signInAs(started.authorizationUrl);
    const [{ code_verifier: moved }] = await plugin
      .knex('sign_ins')
      .where({ id: another.id });
    await plugin
      .knex('sign_ins')
      .where({ id: started.id })
      .update({ code_verifier: moved });
    const calls = plugin.simulator.calls.token;
    expect(await failureOf(started, url)).toBe('authorization_failed');
    expect(plugin.simulator.calls.token).toBe(calls);
  });

  it('cannot be had without a challenge, nor with a plain one', async () => {
    for (const change of [
      (it: URLSearchParams) => it.delete('code_challenge'),
      (it: URLSearchParams) => it.set('code_challenge_method', 'plain'),
    ]) {
      const started = await steps.start();
      const url = new URL(started.authorizationUrl);
      expect(url.searchParams.get('code_challenge_method')).toBe('S256');
      expect(url.searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/);
      change(url.searchParams);
      const back = new URL(await signInAs(url));
      expect(back.searchParams.has('code')).toBe(false);
      expect(await failureOf(started, back)).toBe('authorization_failed');
    }
  });

  it.each<[string, Record<string, string | string[]>]>([
    ['another issuer', { iss: 'https://evil.example.com/oidc' }],
    ['the issuer of another workspace', { iss: 'other' }],
    ['two codes', { code: ['a', 'b'] }],
    ['a second issuer', { iss: ['a', 'b'] }],
  ])('is not sent when the callback carries %s', async (_, parameters) => {
    const started = await steps.start();
    plugin.simulator.faults.next('authorize', {
      kind: 'callback',
      parameters:
        parameters.iss === 'other' ? { iss: `${other.url}/oidc` } : parameters,
    });
    const url = await signInAs(started.authorizationUrl);
    const calls = plugin.simulator.calls.token;
    const page = await steps.callback(url, started.cookie);
    expect(page.status).toBe(400);
    expect(plugin.simulator.calls.token).toBe(calls);
    expect(await steps.connections(alice)).toEqual([]);
  });

  it('is accepted from the right issuer', async () => {
    const started = await steps.start();
    plugin.simulator.faults.next('authorize', {
      kind: 'callback',
      parameters: { iss: `${plugin.simulator.url}/oidc` },
    });
    const url = await signInAs(started.authorizationUrl);
    expect((await steps.callback(url, started.cookie)).status).toBe(200);
  });

  it('goes to the workspace where its sign-in was started, wherever it comes from', async () => {
    const atOther = await steps.start(alice, 'elsewhere');
    const here = await steps.start();
    const url = new URL(await signInAs(here.authorizationUrl));
    url.searchParams.set(
      'state',
      new URL(atOther.authorizationUrl).searchParams.get('state')!,
    );
    const calls = plugin.simulator.calls.token;
    const page = await steps.callback(url, atOther.cookie);
    expect(page.status).toBe(400);
    expect(plugin.simulator.calls.token).toBe(calls);
    expect(other.calls.token).toBe(1);
    expect(await steps.outcome(alice, atOther.id)).toMatchObject({
      status: 'failed',
      error: { code: 'app_connection_rejected' },
    });
  });

  it.each<[string, Fault, string]>([
    [
      'no refresh token',
      { kind: 'fields', fields: { refresh_token: undefined } },
      'missing_scopes',
    ],
    [
      'scopes that give no access',
      { kind: 'fields', fields: { scope: 'openid offline_access' } },
      'missing_scopes',
    ],
    [
      'another token type',
      { kind: 'fields', fields: { token_type: 'DPoP' } },
      'databricks_unavailable',
    ],
  ])('is spent for nothing when %s comes for it', async (_, fault, code) => {
    const started = await steps.start();
    const url = await signInAs(started.authorizationUrl);
    plugin.simulator.faults.next('token', fault);
    expect(await failureOf(started, url)).toBe(code);
  });

  it('brings the scopes that were granted, fewer or more, and nothing else of the answer', async () => {
    for (const [scope, scopes] of [
      ['sql offline_access', ['sql', 'offline_access']],
      ['all-apis sql offline_access', ['all-apis', 'sql', 'offline_access']],
    ] as const) {
      const started = await steps.start();
      const url = await signInAs(started.authorizationUrl);
      plugin.simulator.faults.next('token', {
        kind: 'fields',
        // Parsed, since a literal would set the prototype instead
        fields: {
          scope,
          ...JSON.parse('{"other":"canary","__proto__":{"polluted":"yes"}}'),
        },
      });
      expect((await steps.callback(url, started.cookie)).status).toBe(200);
      expect((await steps.connections(alice))[0].scopes).toEqual(scopes);
      expect(JSON.stringify(await plugin.knex('grants'))).not.toMatch(
        /canary|polluted/,
      );
    }
  });

  it('is lost alike where nobody listens, where the name does not exist, and where the path does not', async () => {
    const outcomes = [];
    for (const fabric of ['refused', 'unknown-name', 'analytics-dev']) {
      plugin.simulator.faults.next('token', { kind: 'status', status: 404 });
      const started = await steps.start(alice, fabric);
      const { searchParams } = new URL(started.authorizationUrl);
      const page = await steps.callback(
        `/api/databricks/oauthredirect?code=x&state=${searchParams.get(
          'state',
        )}`,
        started.cookie,
      );
      const { http, status, error } = await steps.outcome(alice, started.id);
      outcomes.push({ page: page.text, http, status, error });
    }
    expect(outcomes[0].error?.code).toBe('databricks_unavailable');
    const unnamed = outcomes.map(it => ({
      ...it,
      page: it.page.replace(/data-sign-in="[^"]*"/, ''),
    }));
    expect(unnamed[1]).toEqual(unnamed[0]);
    expect(unnamed[2]).toEqual(unnamed[0]);
  });

  it('is not sent when the app connection or the workspace has changed meanwhile', async () => {
    for (const changed of [
      { client_id: 'another-client' },
      { issuer: 'http://127.0.0.1:1' },
      { app_connection: 'gone' },
    ]) {
      const started = await steps.start();
      const url = await signInAs(started.authorizationUrl);
      await plugin.knex('sign_ins').where({ id: started.id }).update(changed);
      const calls = plugin.simulator.calls.token;
      expect(await failureOf(started, url)).toBe('app_connection_changed');
      expect(plugin.simulator.calls.token).toBe(calls);
    }
  });
});
