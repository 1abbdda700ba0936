import type { BackendProcess } from '../processes/startBackendProcess';
import { startTestPortal, type TestPortal } from './startTestPortal';

jest.setTimeout(600_000);

const USERS = ['alice', 'bob'];
const APP_CONNECTIONS = Array.from({ length: 100 }, (_, i) => `c${i}`);

/** A connection is one user's, by one app connection: two hundred of them. */
const CONNECTIONS = USERS.flatMap(as =>
  APP_CONNECTIONS.map(fabric => ({ as, fabric })),
);

/** Of each replica. All six processes share the cores of one machine: with more, requests wait for the processor. */
const SOME_AT_A_TIME = 25;
const ALL_AT_A_TIME = CONNECTIONS.length;

/** A user may start so many sign-ins in a minute. */
const STARTS_A_MINUTE = 20;

describe('Two hundred expired tokens on four backend processes', () => {
  let portal: TestPortal;

  beforeAll(async () => {
    const all = <T>(make: (name: string) => T) =>
      Object.fromEntries(APP_CONNECTIONS.map(name => [name, make(name)]));
    portal = await startTestPortal({
      name: 'storm',
      replicas: 4,
      databricks: workspaceUrl => ({
        appConnections: all(name => ({
          clientId: `client-${name}`,
          clientSecret: `secret-${name}`,
          default: name === 'c0',
        })),
        fabrics: all(appConnection => ({
          type: 'sql',
          owner: '*',
          workspaceUrl,
          appConnection,
          warehouseId: 'abc123',
        })),
      }),
    });
    for (const name of APP_CONNECTIONS) {
      portal.register({
        clientId: `client-${name}`,
        clientSecret: `secret-${name}`,
      });
    }
    const [first] = portal.replicas;
    for (const as of USERS) {
      for (let from = 0; from < APP_CONNECTIONS.length; ) {
        const some = APP_CONNECTIONS.slice(from, (from += STARTS_A_MINUTE));
        for (const fabric of some) {
          await portal.connect(first, { as, fabric });
        }
        await portal.database.query('delete from sign_ins');
      }
    }
  });

  afterAll(() => portal?.stop());

  async function askForAll(replica: BackendProcess, atATime: number) {
    const statuses: number[] = [];
    const waiting = CONNECTIONS.values();
    const ask = async () => {
      for (const connection of waiting) {
        statuses.push((await portal.askOn(replica, connection)).status);
      }
    };
    await Promise.all(Array.from({ length: atATime }, ask));
    return statuses;
  }

  async function storm(atATime: number) {
    await portal.expire();
    const calls = { ...portal.simulator.calls };
    const answers = await Promise.all(
      portal.replicas.map(replica => askForAll(replica, atATime)),
    );
    const { rows } = await portal.database.query(
      'select status, lease_until, failures, count(*)::int from grants group by 1, 2, 3',
    );
    return {
      asked: answers.flat().length,
      statuses: [...new Set(answers.flat())],
      calls: portal.simulator.calls.token - calls.token,
      rows,
    };
  }

  it.each([
    ['some', SOME_AT_A_TIME],
    ['all eight hundred', ALL_AT_A_TIME],
  ])(
    'cost one call each and fail nobody when %s ask at one moment, and so again with the refresh tokens that these brought',
    async (_, atATime) => {
      const expected = {
        asked: 4 * CONNECTIONS.length,
        statuses: [200],
        calls: CONNECTIONS.length,
        rows: [
          {
            status: 'connected',
            lease_until: null,
            failures: 0,
            count: CONNECTIONS.length,
          },
        ],
      };
      expect(await storm(atATime)).toEqual(expected);
      // A refresh token that had been used twice would have ended its family
      expect(await storm(atATime)).toEqual(expected);
      expect(portal.simulator.tokens.refreshTokens).toHaveLength(
        CONNECTIONS.length,
      );
    },
  );
});
