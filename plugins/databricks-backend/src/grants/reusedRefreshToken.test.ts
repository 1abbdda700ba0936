import { TestDatabases } from '@backstage/backend-test-utils';
import {
  startGrants,
  TestGrants,
  UserHolder,
} from './__testUtils__/startGrants';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

describe.each(databases.eachSupportedId())(
  'A refresh token for many uses on %s',
  id => {
    let grants: TestGrants;
    let alice: UserHolder;

    beforeEach(async () => {
      grants = await startGrants({
        knex: await databases.init(id),
        simulator: { refreshTokens: 'multiUse' },
      });
      alice = await grants.connect();
    });

    afterEach(() => grants.stop());

    it('is kept when a renewal brings no other one', async () => {
      const signedIn = await grants.row(alice);
      for (let i = 0; i < 3; i += 1) {
        grants.simulator.faults.next('token', {
          kind: 'fields',
          fields: { refresh_token: undefined },
        });
        await grants.age(alice, -1);
        expect((await grants.replica().token(alice)).source).toBe('refresh');
      }
      expect(await grants.row(alice)).toMatchObject({
        status: 'connected',
        refresh_token: expect.any(String),
        // Its life counts from the sign-in, since it is the same one
        refresh_token_received_at: signedIn.refresh_token_received_at,
      });
    });

    it('is used again when a renewal brings the same one', async () => {
      const signedIn = await grants.row(alice);
      for (let i = 0; i < 3; i += 1) {
        await grants.age(alice, -1);
        expect((await grants.replica().token(alice)).source).toBe('refresh');
      }
      expect(await grants.row(alice)).toMatchObject({
        status: 'connected',
        refresh_token_received_at: signedIn.refresh_token_received_at,
      });
    });
  },
);
