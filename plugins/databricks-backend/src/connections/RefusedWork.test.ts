import { TestDatabases } from '@backstage/backend-test-utils';
import { DatabricksServiceError } from '../errors';
import { startGrants, TestGrants } from '../grants/__testUtils__/startGrants';
import { ResolvedFabric } from '../settings';
import { RefusedWork } from './RefusedWork';

jest.setTimeout(60_000);

const fabricAt = (workspaceUrl: string) =>
  ({ workspaceUrl, appConnection: 'default' } as ResolvedFabric);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

describe.each(databases.eachSupportedId())(
  'The notes of refused work on %s',
  databaseId => {
    let grants: TestGrants;
    let work: RefusedWork;
    let fabric: ResolvedFabric;
    let users: string[];

    beforeEach(async () => {
      grants = await startGrants({ knex: await databases.init(databaseId) });
      work = new RefusedWork({ store: grants.store });
      fabric = fabricAt(grants.simulator.url);
      const row = await grants.row(await grants.connect());
      users = Array.from({ length: 250 }, (_, i) => `user:default/u${i}`);
      await grants.knex.batchInsert(
        'grants',
        users.map(owner => ({ ...row, id: owner, owner, connected_at: 1 })),
        20,
      );
    });

    afterEach(() => grants.stop());

    async function flush(): Promise<number> {
      let statements = 0;
      const count = () => {
        statements += 1;
      };
      grants.knex.on('query', count);
      await work.flush();
      grants.knex.removeListener('query', count);
      return statements;
    }

    const marks = () =>
      grants
        .knex('grants')
        .whereNotNull('refused_at')
        .orderBy('owner')
        .select('owner', 'refused_at');

    it('take a statement for a hundred connections, and write nothing where one stands', async () => {
      users.forEach(user => work.record(user, fabric));
      work.record(users[0], fabricAt('https://other.example.com'));
      expect(await flush()).toBe(3);
      const first = await marks();
      expect(first.map(it => it.owner)).toEqual([...users].sort());
      expect(await flush()).toBe(0);

      await grants.knex('grants').update({ refused_at: 1 });
      const one = { owner: users[7] };
      await grants.knex('grants').where(one).update({ refused_at: null });
      users.forEach(user => work.record(user, fabric));
      expect(await flush()).toBe(3);
      expect((await marks()).filter(it => Number(it.refused_at) !== 1)).toEqual(
        [{ ...one, refused_at: expect.anything() }],
      );
    });

    it('are of the connections that there were when it was refused', async () => {
      const [early, late] = users;
      const connectedAgain = () =>
        grants
          .knex('grants')
          .whereIn('owner', [early, late])
          .update({ connected_at: Date.now() - 1_000 });
      const clock = jest.spyOn(performance, 'now');
      const now = performance.now();
      clock.mockReturnValue(now - 60_000);
      work.record(early, fabric);
      clock.mockReturnValue(now);
      work.record(late, fabric);
      clock.mockRestore();
      await connectedAgain();
      expect(await flush()).toBe(1);
      expect(await marks()).toEqual([
        { owner: late, refused_at: expect.anything() },
      ]);
    });
  },
);

describe('The notes of refused work', () => {
  it('are written the next time where that is cut off, and so is what comes meanwhile', async () => {
    const fabric = fabricAt('https://workspace.example.com');
    const written: string[] = [];
    let leftWrites = 1;
    const work: RefusedWork = new RefusedWork({
      store: {
        async markRefused(refused) {
          if (leftWrites === 0) {
            throw new DatabricksServiceError('unavailable');
          }
          leftWrites -= 1;
          written.push(...refused.map(it => it.owner));
          if (written.length === 100) {
            work.record('u1', fabric);
          }
        },
      },
    });
    const users = Array.from({ length: 150 }, (_, i) => `u${i}`);
    users.forEach(user => work.record(user, fabric));
    await expect(work.flush()).rejects.toMatchObject({ code: 'unavailable' });
    expect(written).toEqual(users.slice(0, 100));
    leftWrites = 10;
    await work.flush();
    expect(written.slice(100)).toEqual(['u1', ...users.slice(100)]);
    await work.flush();
    expect(leftWrites).toBe(9);
  });
});
