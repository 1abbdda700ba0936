import { TestDatabases } from '@backstage/backend-test-utils';
import { setTimeout as delay } from 'node:timers/promises';
import {
  createTestClient,
  startGrants,
  TestGrants,
  UserHolder,
} from './__testUtils__/startGrants';
import { TokenEngine } from './TokenEngine';

jest.setTimeout(300_000);

const USERS = 200;
const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

describe.each(databases.eachSupportedId())('A storm on %s', id => {
  let grants: TestGrants;
  const holders: UserHolder[] = [];

  beforeAll(async () => {
    grants = await startGrants({ knex: await databases.init(id) });
    for (let i = 0; i < USERS; i++) {
      holders.push(await grants.connect(`user:default/user-${i}`));
    }
  });

  afterAll(() => grants.stop());

  /** Asks as a client does: on a busy machine a statement may miss its deadline, and the answer says to ask again. */
  async function tokenOf(
    engine: TokenEngine,
    holder: UserHolder,
  ): Promise<string> {
    const token = await engine.token(holder).catch(error => {
      if (error.code !== 'unavailable') {
        throw error;
      }
    });
    if (token) {
      return token.accessToken;
    }
    await delay(1_000);
    return tokenOf(engine, holder);
  }

  async function expectOneCallEach() {
    await grants.knex('grants').update({ access_token_expires_at: 1 });
    const replicas = [1, 2, 3, 4].map(() => grants.replica(createTestClient()));
    const calls = grants.simulator.calls.token;
    const tokens = await Promise.all(
      replicas.map(engine =>
        Promise.all(holders.map(it => tokenOf(engine, it))),
      ),
    );
    expect(tokens[1]).toEqual(tokens[0]);
    expect(tokens[2]).toEqual(tokens[0]);
    expect(tokens[3]).toEqual(tokens[0]);
    expect(new Set(tokens[0]).size).toBe(USERS);
    expect(grants.simulator.calls.token - calls).toBe(USERS);
  }

  it('of 200 expired tokens on 4 replicas costs 200 calls, and none is used twice', async () => {
    await expectOneCallEach();
    // A refresh token that had been used twice would have ended its family
    await expectOneCallEach();
    expect(
      grants.events
        .map(it => it.outcome)
        .filter(it => it !== 'renewed' && it !== 'unavailable'),
    ).toEqual([]);
  });
});
