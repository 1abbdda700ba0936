import { TestDatabases } from '@backstage/backend-test-utils';
import { signInAs } from '@backstage-databricks/databricks-simulator';
import { databaseState } from '../__testUtils__/databaseState';
import { expectRefusal } from '../__testUtils__/expectRefusal';
import { recordAudit } from '../__testUtils__/recordAudit';
import { requests } from '../__testUtils__/requests';
import { signInSteps } from '../__testUtils__/signInSteps';
import {
  alice,
  mallory,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

describe.each(databases.eachSupportedId())(
  'A sign-in by issuer on %s',
  database => {
    let plugin: StartedPlugin;
    const audit = recordAudit();
    const { get, post } = requests(() => plugin);

    beforeAll(async () => {
      plugin = await startPlugin({
        databases: { databases, id: database },
        features: [audit.feature],
        configure: config => ({
          ...config,
          fabrics: {
            ...(config.fabrics as object),
            later: {
              type: 'prophecy',
              owner: 'group:default/analytics',
              workspaceUrl: 'http://127.0.0.1:9',
              warehouseId: 'abc123',
            },
          },
        }),
      });
    });

    beforeEach(() => {
      audit.records.length = 0;
    });

    afterAll(() => plugin.stop());

    /** Where a user signs in, as the page has it. */
    async function issuersOf(user: string): Promise<{ id: string }[]> {
      return (await get('/fabrics', user).expect(200)).body.issuers;
    }

    it('connects for all fabrics of it, and belongs to none of them', async () => {
      const [{ id: issuer }] = await issuersOf(alice);
      const started = await post('/sign-ins', { issuer });
      expect([started.status, started.body.id]).toEqual([
        201,
        expect.any(String),
      ]);
      expect(
        await plugin.knex('sign_ins').where({ id: started.body.id }).first(),
      ).toMatchObject({
        fabric: null,
        issuer: plugin.simulator.url,
        app_connection: 'default',
        redirect_path: 'oauthredirect',
      });
      const steps = signInSteps(plugin);
      const [cookie] = started.headers['set-cookie'][0].split(';');
      const page = await steps.callback(
        await signInAs(started.body.authorizationUrl),
        cookie,
      );
      expect(page.status).toBe(200);
      expect(await steps.outcome(alice, started.body.id)).toMatchObject({
        status: 'succeeded',
      });
      const { body } = await get('/connections');
      expect(body.items).toMatchObject([
        {
          status: 'connected',
          fabrics: ['analytics-dev', 'studio', 'everybody'],
        },
      ]);
      expect(
        audit.records.map(({ eventId, meta }) => [
          eventId,
          meta?.issuer,
          meta?.fabric,
        ]),
      ).toEqual([
        ['sign-in-start', issuer, undefined],
        ['sign-in-finish', issuer, undefined],
      ]);
    });

    it('comes back to oauthredirect, also where Prophecy alone signs in', async () => {
      const [, { id: issuer }] = await issuersOf(alice);
      expect(issuer).toBe('default@127.0.0.1:9');
      const { body } = await post('/sign-ins', { issuer }).expect(201);
      const url = new URL(body.authorizationUrl);
      expect([url.origin, url.searchParams.get('redirect_uri')]).toEqual([
        'http://127.0.0.1:9',
        'http://localhost:7007/api/databricks/oauthredirect',
      ]);
    });

    it('cannot be started at an issuer of others, which looks like none', async () => {
      const before = await databaseState(plugin.knex);
      const start = (issuer: string) => post('/sign-ins', { issuer }, mallory);
      const foreign = await start('default@127.0.0.1:9');
      const unknown = await start('nope@nowhere');
      expectRefusal(foreign, 404, 'not_found');
      expect(unknown.body).toEqual(foreign.body);
      expect(await databaseState(plugin.knex)).toBe(before);
      expect(audit.records[0]).toMatchObject({
        eventId: 'sign-in-start',
        outcome: 'fail',
        meta: { issuer: 'default@127.0.0.1:9' },
      });
    });

    it('takes a fabric or an issuer, and not both', async () => {
      const [{ id: issuer }] = await issuersOf(alice);
      for (const body of [{}, { issuer, fabric: 'analytics-dev' }]) {
        const answer = await post('/sign-ins', body);
        const message = expectRefusal(answer, 400, 'invalid_request');
        expect(message).toMatch(/^fabric: .*issuer/);
      }
    });
  },
);
