import { mockCredentials } from '@backstage/backend-test-utils';
import {
  accessTokenSchema,
  connectionListSchema,
  disconnectionSchema,
  Fabric,
  fabricListSchema,
  FabricRow,
  fabricSchema,
  Issuer,
  signInOutcomeSchema,
  signInStartedSchema,
  testResultSchema,
} from '@backstage-databricks/plugin-databricks-common';
import { createHash } from 'node:crypto';
import request from 'supertest';
import { expectAnswer } from '../__testUtils__/expectAnswer';
import { requests } from '../__testUtils__/requests';
import { signInSteps } from '../__testUtils__/signInSteps';
import {
  alice,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

/** What a list tells of a fabric: the same as the fabric itself, without what its issuer tells. */
function rowOf(fabric: Fabric, issuers: Issuer[]): FabricRow {
  const { servicePrincipal, compute } = fabric;
  const issuer = issuers.find(
    it =>
      it.url === fabric.workspaceUrl &&
      it.appConnection?.name === fabric.appConnection?.name,
  );
  expect([issuer?.appConnection, issuer?.connection]).toEqual([
    fabric.appConnection,
    fabric.connection,
  ]);
  const { clientId, ...automation } = servicePrincipal ?? {};
  return {
    name: fabric.name,
    title: fabric.title,
    description: fabric.description,
    type: fabric.type,
    owner: fabric.owner,
    source: fabric.source,
    workspace: { url: fabric.workspaceUrl, title: expect.any(String) },
    issuer: issuer?.id,
    compute: compute && { kind: compute.kind, id: compute.id },
    catalog: fabric.catalog,
    schema: fabric.schema,
    canEdit: fabric.canEdit,
    signInNeeded: fabric.signInNeeded,
    automation: { as: fabric.automationAs, name: clientId, ...automation },
    warnings: fabric.warnings.map(({ code }) => code),
  };
}

/** What a client that knows nothing but the contract gets. */
describe('the answer of', () => {
  let plugin: StartedPlugin;
  const { get, post, remove } = requests(() => plugin);

  beforeAll(async () => {
    plugin = await startPlugin({
      configure: config => ({
        ...config,
        consumers: { reports: { servicePrincipalOf: ['nightly'] } },
      }),
    });
  });

  afterAll(() => plugin.stop());

  it('the fabrics, and of their tests', async () => {
    await plugin.connect(alice);
    const { items, issuers, admin, admins } = expectAnswer(
      await get('/fabrics'),
      200,
      fabricListSchema,
    );
    expect([admin, admins]).toEqual([false, ['group:default/platform']]);
    for (const { name } of items) {
      const fabric = expectAnswer(
        await get(`/fabrics/${name}`),
        200,
        fabricSchema,
      );
      expect(items.find(it => it.name === name)).toEqual(
        rowOf(fabric, issuers),
      );
    }
    for (const { name, signInNeeded } of items) {
      const as = signInNeeded ? 'user' : 'servicePrincipal';
      for (const body of [undefined, {}, { as }]) {
        const tested = await post(`/fabrics/${name}/test`, body);
        const { ok, checks } = expectAnswer(tested, 200, testResultSchema);
        expect(ok).toBe(checks.every(it => it.state !== 'failed'));
      }
      const tested = await get(`/fabrics/${name}`);
      const { lastTest } = expectAnswer(tested, 200, fabricSchema);
      expect(lastTest).toEqual({
        [as]: { at: expect.any(String), ok: true, checks: expect.any(Array) },
      });
    }
  });

  it('a sign-in, from its start to its end', async () => {
    const steps = signInSteps(plugin);
    const started = await post('/sign-ins', {
      fabric: 'analytics-dev',
      display: 'page',
      returnTo: '/databricks?tab=fabrics',
    });
    const { id, authorizationUrl } = expectAnswer(
      started,
      201,
      signInStartedSchema,
    );
    const authorize = new URL(authorizationUrl).searchParams;
    expect(authorize.get('redirect_uri')).toBe(
      'http://localhost:7007/api/databricks/oauthredirect',
    );
    const name = createHash('sha256')
      .update(authorize.get('state')!)
      .digest('hex')
      .slice(0, 8);
    expect(started.headers['set-cookie']).toEqual([
      expect.stringMatching(
        new RegExp(
          `^databricks-sign-in-${name}=[0-9]{10}\\.[\\w-]{43}\\.k1\\.[\\w-]{43}; `,
        ),
      ),
    ]);
    const [, ...attributes] = started.headers['set-cookie'][0].split('; ');
    expect(attributes.sort()).toEqual(
      ['HttpOnly', 'Max-Age=600', 'Path=/', 'SameSite=Lax'].sort(),
    );

    const outcome = async (of: string) =>
      expectAnswer(await get(`/sign-ins/${of}`), 200, signInOutcomeSchema);
    expect(await outcome(id)).toEqual({ id, status: 'pending' });

    const denied = await steps.start();
    const state = new URL(denied.authorizationUrl).searchParams.get('state');
    const page = await steps.callback(
      `/api/databricks/oauthredirect?error=access_denied&state=${state}`,
      denied.cookie,
    );
    expect(page.status).toBe(400);
    expect(await outcome(denied.id)).toEqual({
      id: denied.id,
      status: 'denied',
      error: { code: 'access_denied', message: expect.any(String) },
    });

    const connected = await plugin.connect(alice);
    expect(connected.status).toBe(200);
    expect(await outcome(connected.id)).toEqual({
      id: connected.id,
      status: 'succeeded',
    });
  });

  it('both callbacks: a page, and no redirect', async () => {
    const studio = await post('/sign-ins', { fabric: 'studio' });
    const { authorizationUrl } = studio.body;
    expect(new URL(authorizationUrl).searchParams.get('redirect_uri')).toBe(
      'http://localhost:7007/metadata/oauthCallback',
    );
    const at = request(plugin.backend.server);
    for (const path of [
      '/api/databricks/oauthredirect',
      '/metadata/oauthCallback',
    ]) {
      const page = await at.get(`${path}?code=x&state=y`);
      expect([page.status, page.headers.location]).toEqual([400, undefined]);
      expect(page.headers['content-type']).toMatch(/^text\/html\b/);
      expect(page.headers['cache-control']).toBe('no-store');
      const other = await at.post(path).send({});
      expect([other.status, other.headers.allow]).toEqual([405, 'GET']);
    }
  });

  it('the connections, and of ending one twice', async () => {
    await plugin.connect(alice);
    const { items } = expectAnswer(
      await get('/connections'),
      200,
      connectionListSchema,
    );
    expect(items).toHaveLength(1);
    expectAnswer(await get('/fabrics'), 200, fabricListSchema);
    for (let i = 0; i < 2; i += 1) {
      const ended = await remove(
        `/connections/${items[0].id}`,
        undefined,
        alice,
      );
      expectAnswer(ended, 200, disconnectionSchema);
    }
    expect((await get('/connections')).body).toEqual({ items: [] });
  });

  it('a request for a token', async () => {
    const reports = mockCredentials.service.header({
      onBehalfOf: mockCredentials.service('plugin:reports'),
      targetPluginId: 'databricks',
    });
    const body = {
      fabric: 'nightly',
      purpose: 'automation',
      minValiditySeconds: 60,
    };
    const token = expectAnswer(
      await post('/tokens', body, reports),
      200,
      accessTokenSchema,
    );
    expect(token.identity).toEqual({
      kind: 'servicePrincipal',
      name: 'sp-nightly',
    });
    const again = expectAnswer(
      await post(
        '/tokens',
        { ...body, rejectedFingerprint: token.fingerprint },
        reports,
      ),
      200,
      accessTokenSchema,
    );
    expect(again.fingerprint).not.toBe(token.fingerprint);
  });
});
