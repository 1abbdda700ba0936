import type { DatabricksApi } from '@backstage-databricks/plugin-databricks-common';
import {
  connection,
  fabricList,
  inHours,
  issuer,
} from '../__testUtils__/answers';
import { DatabricksStore } from './DatabricksStore';

const MINUTE_MS = 60_000;

describe('DatabricksStore', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it.each([
    ['ends within the hour', 30, true],
    // Its end is an estimate: nobody knows yet whether it has ended
    ['may have ended a moment ago', -30, true],
    ['should have ended long ago', -90, false],
    ['lasts', 90, false],
  ])(
    'asks every minute while a sign-in %s',
    async (_, endsInMinutes, isAsked) => {
      const signInExpiresAt = inHours(endsInMinutes / 60);
      const list = fabricList({
        issuers: [issuer({ connection: connection({ signInExpiresAt }) })],
      });
      const held = list.issuers[0].connection;
      const asked: string[] = [];
      const store = new DatabricksStore({
        api: {
          listFabrics: async () => {
            asked.push('list');
            return list;
          },
          listConnections: async () => {
            asked.push('connections');
            return { items: [held] };
          },
          getFabric: async () => {
            asked.push('fabric');
            return { connection: held };
          },
        } as unknown as DatabricksApi,
        userEntityRef: async () => 'user:default/alice',
        backendUrl: async () => 'http://localhost',
      });
      const unsubscribe = [
        store.list.subscribe(() => {}),
        store.connections.subscribe(() => {}),
        store.fabric('campaigns').subscribe(() => {}),
      ];
      const all = ['list', 'connections', 'fabric'];
      await jest.advanceTimersByTimeAsync(MINUTE_MS);
      expect(asked).toEqual(isAsked ? [...all, ...all] : all);
      unsubscribe.forEach(stop => stop());
    },
  );
});
