import { mockServices } from '@backstage/backend-test-utils';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { AuditTrail } from '../portal/AuditTrail';
import { LiveSettings } from '../settings/LiveSettings';
import { ConnectionAdmin } from './ConnectionAdmin';
import { DatabaseKnownUserStore } from './DatabaseKnownUserStore';
import { RemovedUsers } from './RemovedUsers';
import {
  alice,
  mallory,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
const ALICE = 'user:default/alice';
const MALLORY = 'user:default/mallory';

describe('users who leave the catalog', () => {
  let plugin: StartedPlugin;

  beforeEach(async () => {
    plugin = await startPlugin();
    await plugin.connect(alice, { fabric: 'everybody' });
    await plugin.connect(mallory, { fabric: 'everybody' });
  });

  afterEach(() => plugin.stop());

  /** @param isCutOff - while the catalog is asked */
  async function run(
    known: string[],
    afterMs: number | undefined = WEEK_MS,
    isCutOff = false,
  ) {
    const cutOff = new AbortController();
    const ended: unknown[] = [];
    const logger = mockServices.logger.mock();
    await new RemovedUsers({
      auth: mockServices.auth(),
      catalog: {
        getEntitiesByRefs: async ({ entityRefs }: { entityRefs: string[] }) => {
          if (isCutOff) {
            cutOff.abort();
          }
          return {
            items: entityRefs.map(ref =>
              known.includes(ref) ? { kind: 'User' } : undefined,
            ),
          };
        },
      } as unknown as CatalogService,
      store: new DatabaseKnownUserStore({ knex: plugin.knex }),
      connectionAdmin: {
        remove: async (filter: unknown) => {
          ended.push(filter);
          return [];
        },
      } as unknown as ConnectionAdmin,
      settings: {
        current: () => ({
          config: { endConnectionsOfRemovedUsersMs: afterMs },
        }),
      } as unknown as LiveSettings,
      audit: new AuditTrail({
        auditor: mockServices.auditor.mock(),
        logger,
      }),
      logger,
    }).run(cutOff.signal);
    return ended;
  }

  async function daysPass(days: number) {
    await plugin
      .knex('known_users')
      .decrement('missing_since', days * 24 * 60 * 60 * 1000);
  }

  it('lose their connections when they have been gone for long enough, and nobody else', async () => {
    expect(await run([ALICE, MALLORY])).toEqual([]);
    expect(await run([ALICE])).toEqual([]);
    await daysPass(6);
    expect(await run([ALICE])).toEqual([]);
    await daysPass(2);
    expect(await run([ALICE])).toEqual([{ user: MALLORY }]);
  });

  it('keep them when they come back, when the catalog never knew them, and when nothing is configured', async () => {
    expect(await run([])).toEqual([]);
    await daysPass(30);
    expect(await run([])).toEqual([]);

    await run([ALICE, MALLORY]);
    await run([ALICE]);
    await daysPass(6);
    await run([ALICE, MALLORY]);
    await run([ALICE]);
    await daysPass(6);
    expect(await run([ALICE])).toEqual([]);
  });

  it('keep them when not all users could be looked at: whether too many are missing is not known then', async () => {
    await run([ALICE, MALLORY]);
    await run([ALICE]);
    await daysPass(8);
    expect(await run([ALICE], WEEK_MS, true)).toEqual([]);
    expect(await run([ALICE])).toEqual([{ user: MALLORY }]);
  });

  it('keep them when too many are missing at once', async () => {
    await run([ALICE, MALLORY]);
    await run([]);
    await daysPass(30);
    expect(await run([])).toEqual([]);
  });
});

describe('the search for users who have left', () => {
  it('ends after half a minute where the portal does not even say who we are', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    const store = {
      usersWithConnections: async () => [ALICE],
    } as Partial<DatabaseKnownUserStore> as DatabaseKnownUserStore;
    const run = new RemovedUsers({
      auth: mockServices.auth.mock({
        getOwnServiceCredentials: () => new Promise<never>(() => {}),
      }),
      catalog: {} as CatalogService,
      store,
      connectionAdmin: {} as ConnectionAdmin,
      settings: {
        current: () => ({
          config: { endConnectionsOfRemovedUsersMs: WEEK_MS },
        }),
      } as LiveSettings,
      audit: {} as AuditTrail,
      logger: mockServices.logger.mock(),
    })
      .run(new AbortController().signal)
      .catch(error => error);
    await jest.advanceTimersByTimeAsync(30_000);
    jest.useRealTimers();
    expect(await run).toEqual(new Error('The catalog does not answer'));
  });
});
