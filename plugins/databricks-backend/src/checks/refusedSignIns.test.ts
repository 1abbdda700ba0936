import { TestDatabases } from '@backstage/backend-test-utils';
import { Check } from '@backstage-databricks/plugin-databricks-common';
import { signInSteps } from '../__testUtils__/signInSteps';
import {
  alice,
  APP_CONNECTION,
  bob,
  mallory,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';
import { databaseNowPlus } from '../database/databaseTime';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });
const BASE = '/api/databricks';

describe.each(databases.eachSupportedId())(
  'What Databricks refuses to people who sign in, on %s',
  id => {
    let plugin: StartedPlugin;

    beforeAll(async () => {
      plugin = await startPlugin({
        databases: { databases, id },
        // So that the check list is green where nothing is refused
        rootConfig: { app: { baseUrl: 'http://localhost:7007' } },
      });
    });
    beforeEach(async () => {
      plugin.simulator.faults.clear();
      await plugin.knex('sign_ins').delete();
      await plugin.knex('grants').delete();
    });
    afterAll(() => plugin.stop());

    const at = (
      endpoint: 'me' | 'token',
      status: number,
      body?: Record<string, unknown>,
    ) =>
      plugin.simulator.faults.next(endpoint, { kind: 'status', status, body });
    const refuse = (message: string) => at('me', 403, { message });
    const rejectClient = () => at('token', 401, { error: 'invalid_client' });
    const blocked = () =>
      refuse('Source IP address: 1.2.3.4 is blocked by Databricks IP ACL');
    const signIn = async (user = alice) =>
      (await plugin.connect(user, { fabric: 'everybody' })).status;
    const start = (user = alice) =>
      plugin.as(user).post(`${BASE}/sign-ins`).send({ fabric: 'everybody' });
    const settings = async () => {
      const { body } = await plugin.as(bob).get(`${BASE}/settings`).expect(200);
      const red = (body.checks as Check[]).filter(it => it.state === 'failed');
      return { red, health: body.appConnections[0].health };
    };
    const red = async () => (await settings()).red;
    const health = async () => (await settings()).health;
    /** As if the sign-ins so far had ended earlier. */
    const later = (minutes: number) =>
      plugin.knex('sign_ins').update({
        ended_at: databaseNowPlus(plugin.knex, -minutes * 60_000),
      });

    it('is in the check list, with when it was, though nobody is connected', async () => {
      expect(await red()).toEqual([]);
      blocked();
      expect(await signIn()).toBe(400);
      const [line, ...others] = await red();
      expect(others).toEqual([]);
      expect(line.message).toMatch(
        /^Databricks refuses people at .* an IP access list .* An admin of Databricks can add it\. .*sign-ins: 1\./,
      );
      expect(Date.now() - Date.parse(line.at!)).toBeLessThan(60_000);
    });

    it('is asked for three times in a minute, and then by nobody there, so that Databricks gives no more refresh tokens', async () => {
      for (const user of [alice, bob, alice]) {
        blocked();
        expect(await signIn(user)).toBe(400);
      }
      const tokens = plugin.simulator.tokens.refreshTokens.length;
      for (const user of [alice, bob]) {
        const refused = await start(user);
        expect(refused.status).toBe(409);
        expect(refused.headers).not.toHaveProperty('retry-after');
        expect(refused.headers).not.toHaveProperty('set-cookie');
        expect(refused.body.error).toMatchObject({
          code: 'databricks_refused',
          message: expect.stringMatching(/an IP access list/),
        });
      }
      expect(plugin.simulator.tokens.refreshTokens.length).toBe(tokens);

      await later(1);
      expect(await signIn(bob)).toBe(200);
      expect((await start()).status).toBe(201);
    });

    it('lets in who tries again once it is mended, and then everybody', async () => {
      for (let i = 0; i < 2; i += 1) {
        blocked();
        expect(await signIn()).toBe(400);
      }
      expect(await signIn(bob)).toBe(200);
      expect(await red()).toEqual([]);
      blocked();
      expect(await signIn()).toBe(400);
      expect((await start()).status).toBe(201);
    });

    it('of one person keeps nobody away, and is in the check list until that person gets in', async () => {
      refuse('The user lacks the entitlement workspace-access');
      expect(await signIn()).toBe(400);
      expect(await signIn(mallory)).toBe(200);
      const entitlement = expect.objectContaining({
        message: expect.stringMatching(/entitlement.*sign-ins: 1\./),
      });
      expect(await red()).toEqual([entitlement]);
      // What tells nothing of it does not hide it
      at('me', 500);
      expect(await signIn()).toBe(400);
      expect(await red()).toEqual([entitlement]);
      expect(await signIn()).toBe(200);
      expect(await red()).toEqual([]);
    });

    it('is of no interest where nobody can sign in any more', async () => {
      blocked();
      expect(await signIn()).toBe(400);
      expect(await red()).toHaveLength(1);
      plugin.reconfigure({ databricks: { ...plugin.databricks, fabrics: {} } });
      expect(await red()).toEqual([]);
      plugin.reconfigure({ databricks: plugin.databricks });
      expect(await red()).toHaveLength(1);
    });

    it('counts a person once, however often they try', async () => {
      for (let i = 0; i < 2; i += 1) {
        refuse('The user lacks the entitlement workspace-access');
        expect(await signIn()).toBe(400);
      }
      expect((await red())[0].message).toContain('sign-ins: 1.');
      refuse('The user lacks the entitlement workspace-access');
      expect(await signIn(mallory)).toBe(400);
      expect((await red())[0].message).toContain('sign-ins: 2.');
    });

    it('is a rejected app connection, until it is corrected or somebody gets in', async () => {
      rejectClient();
      expect(await signIn()).toBe(400);
      expect(await health()).toBe('rejected');
      expect(await red()).toMatchObject([{ id: 'app-connection' }]);
      expect(await signIn(mallory)).toBe(200);
      expect(await health()).toBe('accepted');
      expect(await red()).toEqual([]);

      rejectClient();
      expect(await signIn()).toBe(400);
      expect(await health()).toBe('rejected');
      const configured = (clientSecret: string) =>
        plugin.reconfigure({
          databricks: {
            ...plugin.databricks,
            appConnections: { default: { ...APP_CONNECTION, clientSecret } },
          },
        });
      configured('a-corrected-secret');
      expect(await health()).toBe('accepted');
      configured(APP_CONNECTION.clientSecret);
      expect(await health()).toBe('rejected');
    });

    it('are scopes, until somebody gets them', async () => {
      at('token', 400, { error: 'invalid_scope' });
      expect(await signIn()).toBe(400);
      expect(await red()).toMatchObject([
        { id: 'assigned-scopes', at: expect.any(String) },
      ]);
      expect(await signIn(bob)).toBe(200);
      expect(await red()).toEqual([]);
    });

    it('are scopes that are still asked for', async () => {
      at('token', 400, { error: 'invalid_scope' });
      expect(await signIn()).toBe(400);
      expect(await red()).toHaveLength(1);
      plugin.reconfigure({
        databricks: {
          ...plugin.databricks,
          appConnections: {
            default: { ...APP_CONNECTION, scopes: ['sql', 'offline_access'] },
          },
        },
      });
      expect(await red()).toEqual([]);
      plugin.reconfigure({ databricks: plugin.databricks });
      expect(await red()).toHaveLength(1);
    });

    it.each([
      'error=invalid_client',
      'error=unauthorized_client',
      'error=invalid_scope',
      'error=x&error_description=scopes+are+not+assigned',
      'error=access_denied',
    ])(
      'is not what a browser brings, whose user may have written it: %s',
      async query => {
        const steps = signInSteps(plugin);
        const {
          authorizationUrl,
          cookie,
          id: signInId,
        } = await steps.start(alice, 'everybody');
        const state = new URL(authorizationUrl).searchParams.get('state');
        const url = `/api/databricks/oauthredirect?${query}&state=${state}`;
        expect((await steps.callback(url, cookie)).status).toBe(400);
        expect((await steps.outcome(alice, signInId)).status).toMatch(
          /^(failed|denied)$/,
        );
        expect(await settings()).toEqual({ red: [], health: 'unchecked' });
      },
    );

    it('of an app connection, found at a renewal, is not forgotten in an outage', async () => {
      expect(await signIn()).toBe(200);
      await plugin
        .knex('grants')
        .update({ access_token_received_at: 0, access_token_expires_at: 1 });
      const now = performance.now.bind(performance);
      let minutes = 0;
      const clock = jest
        .spyOn(performance, 'now')
        .mockImplementation(() => now() + minutes * 60_000);
      const { calls } = plugin.simulator;
      /** A minute later than the last time, when it is tried again. */
      const renew = async () => {
        minutes += 1;
        await plugin.knex('grants').update({ retry_at: null });
        const before = calls.token;
        const { body } = await plugin
          .as(alice)
          .post(`${BASE}/fabrics/everybody/test`)
          .send({});
        expect(calls.token).toBe(before + 1);
        return body.ok;
      };
      for (const [reject, id_] of [
        [rejectClient, 'app-connection'],
        [() => at('token', 400, { error: 'invalid_scope' }), 'assigned-scopes'],
      ] as const) {
        reject();
        expect(await renew()).toBe(false);
        const [found, ...others] = await red();
        expect([found.id, others]).toEqual([id_, []]);
        at('token', 503);
        expect(await renew()).toBe(false);
        expect(await red()).toContainEqual(found);
        expect(await renew()).toBe(true);
        expect(await red()).toEqual([]);
        await plugin
          .knex('grants')
          .update({ access_token_received_at: 0, access_token_expires_at: 1 });
      }
      clock.mockRestore();
    });
  },
);
