import { mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import {
  alice,
  bob,
  mallory,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';
import { SettingsSnapshot } from '../settings/SettingsSnapshot';
import { ClientConnections } from '../connections';
import { ChangedClients } from './ChangedClients';

const NEXT_CLIENT_ID = '99999999-2222-3333-4444-555555555555';

describe('a roll-out that changes the client ID in app-config', () => {
  let older: StartedPlugin;
  let newer: StartedPlugin;

  afterAll(async () => {
    await newer?.stop();
    await older?.stop();
  });

  const withNextClient = (databricks: JsonObject) => ({
    ...databricks,
    appConnections: {
      default: { clientId: NEXT_CLIENT_ID, clientSecret: 'next-secret' },
    },
  });

  async function statusOf(user: string) {
    const row = await older
      .knex('grants')
      .where({ kind: 'user', owner: `user:default/${user}` })
      .first();
    return [row.status, row.access_token === null];
  }

  async function untilEnded(user: string) {
    const giveUpAt = performance.now() + 10_000;
    while ((await statusOf(user))[0] === 'connected') {
      if (performance.now() > giveUpAt) {
        throw new Error(`The connection of ${user} was not ended`);
      }
    }
    return statusOf(user);
  }

  it('ends what was made with the old one, and nothing that was made with the new one', async () => {
    older = await startPlugin();
    const [registered] = older.simulator.account.appConnections;
    older.simulator.account.addAppConnection({
      ...registered,
      clientId: NEXT_CLIENT_ID,
      clientSecret: 'next-secret',
    });
    expect((await older.connect(bob, { fabric: 'operations' })).status).toBe(
      200,
    );

    newer = await startPlugin({
      knex: older.knex,
      configure: () => withNextClient(older.databricks),
    });
    expect(await untilEnded('bob')).toEqual(['reconnect_required', true]);
    await newer.connect(alice);
    await older.connect(mallory, { fabric: 'everybody' });

    older.reconfigure({
      databricks: { ...older.databricks, allowPrivateNetwork: true },
    });
    newer.reconfigure({
      databricks: {
        ...withNextClient(older.databricks),
        allowPrivateNetwork: true,
      },
    });
    for (const plugin of [older, newer]) {
      const answer = await plugin.as(bob).get('/api/databricks/settings');
      expect(answer.status).toBe(200);
    }
    expect(await statusOf('alice')).toEqual(['connected', false]);
    expect(await statusOf('mallory')).toEqual(['connected', false]);

    older.reconfigure({ databricks: withNextClient(older.databricks) });
    expect(await untilEnded('mallory')).toEqual(['reconnect_required', true]);
    expect(await statusOf('alice')).toEqual(['connected', false]);
  });
});

describe('ChangedClients', () => {
  function create() {
    const state = {
      clientId: 'first',
      isRemoved: false,
      isStored: true,
      isDatabaseAway: false,
    };
    const ended: ClientConnections[] = [];
    const clients = new ChangedClients({
      settings: {
        current: () =>
          ({
            appConnections: new Map(
              state.isRemoved ? [] : [['main', { clientId: state.clientId }]],
            ),
          } as unknown as SettingsSnapshot),
        storedNames: () => (state.isStored && !state.isRemoved ? ['main'] : []),
        reload: async () => {
          if (state.isDatabaseAway) {
            throw new Error('away');
          }
        },
        onChange: () => {},
      },
      end: async connections => {
        if (state.isDatabaseAway) {
          throw new Error('away');
        }
        ended.push(connections);
        return 1;
      },
      logger: mockServices.logger.mock(),
    });
    return { clients, state, ended };
  }

  it('ends at start what is older than the process, once', async () => {
    const { clients, ended } = create();
    await clients.run();
    await clients.run();
    expect(ended).toEqual([
      {
        appConnection: 'main',
        otherThan: 'first',
        startedMsAgo: expect.any(Number),
      },
    ]);
  });

  it('waits for the database before it believes that a client ID was replaced', async () => {
    const { clients, state, ended } = create();
    await clients.run();
    ended.length = 0;
    Object.assign(state, { clientId: 'stale', isDatabaseAway: true });
    await expect(clients.run()).rejects.toThrow('away');
    Object.assign(state, { clientId: 'first', isDatabaseAway: false });
    await clients.run();
    expect(ended).toEqual([]);
  });

  it('tries again what failed, and not what is the client ID again', async () => {
    const { clients, state, ended } = create();
    await clients.run();
    ended.length = 0;
    state.isDatabaseAway = true;
    state.clientId = 'second';
    await clients.replaced('main', 'first');
    expect(ended).toEqual([]);
    state.isDatabaseAway = false;
    await clients.run();
    expect(ended).toEqual([{ appConnection: 'main', clientId: 'first' }]);
    ended.length = 0;
    state.clientId = 'first';
    await clients.run();
    expect(ended).toEqual([{ appConnection: 'main', clientId: 'second' }]);
  });

  it('ends what belongs to an app connection whose row is gone, also where the answer to its removal was lost', async () => {
    const { clients, state, ended } = create();
    await clients.run();
    ended.length = 0;
    Object.assign(state, { isRemoved: true, isDatabaseAway: true });
    await expect(clients.run()).rejects.toThrow('away');
    expect(ended).toEqual([]);
    state.isDatabaseAway = false;
    await clients.run();
    expect(ended).toEqual([{ appConnection: 'main', clientId: 'first' }]);
  });

  it('leaves those alone whose app connection is missing from app-config, since it may be back soon', async () => {
    const { clients, state, ended } = create();
    state.isStored = false;
    await clients.run();
    ended.length = 0;
    state.isRemoved = true;
    await clients.run();
    expect(ended).toEqual([]);
  });

  it('keeps in mind what was removed until the settings show it', async () => {
    const { clients, state, ended } = create();
    state.isStored = false;
    await clients.run();
    ended.length = 0;
    clients.removed('main', 'first');
    await clients.replaced('other', 'old');
    const other = { appConnection: 'other', clientId: 'old' };
    expect(ended).toEqual([other]);
    state.isRemoved = true;
    await clients.run();
    expect(ended.slice(1)).toEqual([
      { appConnection: 'main', clientId: 'first' },
      other,
    ]);
  });
});
