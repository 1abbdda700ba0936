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
      let asked = 0;
      const store = new DatabricksStore({
        api: {
          listFabrics: async () => {
            asked += 1;
            return list;
          },
        } as unknown as DatabricksApi,
        userEntityRef: async () => 'user:default/alice',
        backendUrl: async () => 'http://localhost',
      });
      const unsubscribe = store.list.subscribe(() => {});
      await jest.advanceTimersByTimeAsync(MINUTE_MS);
      expect(asked).toBe(isAsked ? 2 : 1);
      unsubscribe();
    },
  );
});
