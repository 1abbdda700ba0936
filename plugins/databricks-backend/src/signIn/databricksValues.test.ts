import { TestDatabases } from '@backstage/backend-test-utils';
import { Fault, signInAs } from '@backstage-databricks/databricks-simulator';
import { signInSteps } from '../__testUtils__/signInSteps';
import {
  alice,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

const fields = (changes: Record<string, unknown>): Fault => ({
  kind: 'fields',
  fields: changes,
});

describe.each(databases.eachSupportedId())(
  'What Databricks says of a user, on %s',
  id => {
    let plugin: StartedPlugin;
    let steps: ReturnType<typeof signInSteps>;

    beforeAll(async () => {
      plugin = await startPlugin({ databases: { databases, id } });
      steps = signInSteps(plugin);
    });

    beforeEach(async () => {
      await plugin.knex('sign_ins').delete();
      await plugin.knex('grants').delete();
    });

    afterEach(() => plugin.simulator.faults.clear());

    afterAll(async () => {
      await plugin.stop();
    });

    async function signIn(endpoint: 'token' | 'me', fault: Fault) {
      const started = await steps.start();
      const url = await signInAs(started.authorizationUrl);
      plugin.simulator.faults.next(endpoint, fault);
      const { status } = await steps.callback(url, started.cookie);
      return { status, outcome: await steps.outcome(alice, started.id) };
    }

    it.each<[string, 'token' | 'me', Fault]>([
      ['a name of 513 characters', 'me', fields({ userName: 'x'.repeat(513) })],
      ['a NUL in the name', 'me', fields({ userName: 'a\u0000b' })],
      ['half a character in the name', 'me', fields({ userName: 'a\ud800' })],
      ['a line break in the name', 'me', fields({ userName: 'a\nb' })],
      ['an id of 256 characters', 'me', fields({ id: '1'.repeat(256) })],
      ['a NUL in the id', 'me', fields({ id: '1\u0000' })],
      ['a long display name', 'me', fields({ displayName: 'x'.repeat(513) })],
      ['a NUL in the display name', 'me', fields({ displayName: '\u0000' })],
      [
        'an escape in the display name',
        'me',
        fields({ displayName: '\u001b' }),
      ],
      ['a NUL in the scopes', 'token', fields({ scope: 'all-apis \u0000' })],
      ['a line break in the scopes', 'token', fields({ scope: 'all-apis\nx' })],
      [
        'scopes without end',
        'token',
        fields({ scope: `all-apis ${'x'.repeat(4096)}` }),
      ],
    ])('is nonsense with %s: nothing is stored', async (_, endpoint, fault) => {
      const { status, outcome } = await signIn(endpoint, fault);
      expect(status).toBe(400);
      expect(outcome).toMatchObject({
        status: 'failed',
        error: { code: 'databricks_unavailable' },
      });
      expect(await plugin.knex('grants')).toEqual([]);
    });

    it('is kept as it is up to the length of a column, in any script', async () => {
      const userName = '😀ß'.repeat(170);
      const { status } = await signIn(
        'me',
        fields({
          userName,
          displayName: '名'.repeat(512),
          id: '1'.repeat(255),
        }),
      );
      expect(status).toBe(200);
      expect(await steps.connections(alice)).toMatchObject([
        { databricksUser: { userName, displayName: '名'.repeat(512) } },
      ]);
    });
  },
);
