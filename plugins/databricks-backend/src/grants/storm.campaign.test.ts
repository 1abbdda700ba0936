import { TestDatabases } from '@backstage/backend-test-utils';
import {
  createTestClient,
  startGrants,
  TestGrants,
  UserHolder,
} from './__testUtils__/startGrants';

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

  async function expectOneCallEach() {
    await grants.knex('grants').update({ access_token_expires_at: 1 });
    const replicas = [1, 2, 3, 4].map(() => grants.replica(createTestClient()));
    const calls = grants.simulator.calls.token;
    const tokens = await Promise.all(
      replicas.map(engine =>
        Promise.all(
          holders.map(async it => (await engine.token(it)).accessToken),
        ),
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
    expect(grants.events.every(it => it.outcome === 'renewed')).toBe(true);
  });
});
