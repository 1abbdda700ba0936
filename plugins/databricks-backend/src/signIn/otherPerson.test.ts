import { createServiceFactory } from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import {
  CatalogService,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import { signInAs } from '@backstage-databricks/databricks-simulator';
import { signInSteps } from '../__testUtils__/signInSteps';
import {
  alice,
  bob,
  mallory,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

const ADA = 'ada@example.com';
const GRACE = 'grace@example.com';
const fabric = 'everybody';

/** Nobody has asked for her: what the catalog has answered is remembered for some seconds. */
const carol = mockCredentials.user.header('user:default/carol');

/** The users of the catalog. Bob is there without an address, Mallory is not there. */
const USERS: Record<string, Partial<Entity>> = {
  'user:default/alice': { spec: { profile: { email: 'Ada@Example.com' } } },
  'user:default/bob': { spec: { profile: { displayName: 'Bob' } } },
};

describe('Who signs in at Databricks as somebody else', () => {
  let plugin: StartedPlugin;
  let steps: ReturnType<typeof signInSteps>;
  let answer: (refs: string[]) => Promise<{ items: unknown[] }>;

  beforeAll(async () => {
    const catalog = createServiceFactory({
      service: catalogServiceRef,
      deps: {},
      factory: () =>
        ({
          getEntitiesByRefs: ({ entityRefs }: { entityRefs: string[] }) =>
            answer(entityRefs),
        } as Partial<CatalogService> as CatalogService),
    });
    plugin = await startPlugin({ features: [catalog] });
    steps = signInSteps(plugin);
  });

  beforeEach(async () => {
    answer = async refs => ({ items: refs.map(ref => USERS[ref]) });
    await plugin.knex('grants').delete();
    await plugin.knex('sign_ins').delete();
    requireSameUser(false);
  });

  afterAll(() => plugin.stop());

  function requireSameUser(value: boolean) {
    plugin.reconfigure({
      databricks: { ...plugin.databricks, requireSameUser: value },
    });
  }

  async function shown(user: string) {
    const [connection] = await steps.connections(user);
    return (connection as { otherPerson?: boolean }).otherPerson;
  }

  it('is shown as another person, in whatever case the names are written', async () => {
    await plugin.connect(alice, { fabric, person: GRACE });
    expect(await shown(alice)).toBe(true);
    await plugin.connect(alice, { fabric, person: ADA });
    expect(await shown(alice)).toBe(false);
    const list = await plugin.as(alice).get('/api/databricks/fabrics');
    expect(list.body.issuers[0].connection.otherPerson).toBe(false);
  });

  it('is not told from others where the catalog knows no address', async () => {
    for (const user of [bob, mallory]) {
      await plugin.connect(user, { fabric, person: ADA });
      expect(await shown(user)).toBeUndefined();
    }
  });

  describe('where the portal requires the same person', () => {
    /** Signs in, and tells how it ended and how many of its tokens Databricks has given. */
    async function signIn(user: string, person: string) {
      const started = await steps.start(user, fabric);
      const before = plugin.simulator.calls.token;
      await steps.callback(
        await signInAs(started.authorizationUrl, person),
        started.cookie,
      );
      const { status, error } = await steps.outcome(user, started.id);
      const redeemed = plugin.simulator.calls.token - before;
      return { outcome: error?.code ?? status, redeemed };
    }

    beforeEach(() => requireSameUser(true));

    it('fails before anything is stored, and keeps the connection that there was', async () => {
      expect(await signIn(alice, GRACE)).toEqual({
        outcome: 'other_person',
        redeemed: 1,
      });
      expect(await plugin.knex('grants').select('id')).toEqual([]);

      expect((await signIn(alice, ADA)).outcome).toBe('succeeded');
      const kept = await plugin.knex('grants').select('*');
      expect((await signIn(alice, GRACE)).outcome).toBe('other_person');
      expect(await plugin.knex('grants').select('*')).toEqual(kept);
    });

    it('fails too where no address is known, and spends no code', async () => {
      for (const user of [bob, mallory]) {
        expect(await signIn(user, ADA)).toEqual({
          outcome: 'other_person',
          redeemed: 0,
        });
      }
      expect(await plugin.knex('grants').select('id')).toEqual([]);
    });
  });

  describe.each([
    ['hangs', () => new Promise<never>(() => {})],
    ['is down', () => Promise.reject(new Error('No catalog'))],
  ])('while the catalog %s', (_, fault) => {
    beforeEach(() => {
      answer = fault;
    });

    it('is told nothing, and connects', async () => {
      const page = await plugin.connect(carol, { fabric, person: ADA });
      expect(page.status).toBe(200);
      expect(await shown(carol)).toBeUndefined();
    });

    it('cannot sign in where the portal requires the same person', async () => {
      requireSameUser(true);
      const { id, status } = await plugin.connect(carol, {
        fabric,
        person: ADA,
      });
      expect(status).toBe(400);
      expect((await steps.outcome(carol, id)).error?.code).toBe('unavailable');
      expect(await plugin.knex('grants').select('id')).toEqual([]);
    });
  });
});
