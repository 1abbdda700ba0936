import { TestDatabases } from '@backstage/backend-test-utils';
import { readTestConfig } from '../config/__testUtils__/testConfig';
import { codeOf } from '../grants/__testUtils__/codeOf';
import { eventually } from '../grants/__testUtils__/eventually';
import {
  startGrants,
  TestGrants,
  UserHolder,
} from '../grants/__testUtils__/startGrants';
import { describeConnection } from './describeConnection';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

describe.each(databases.eachSupportedId())(
  'A connection that an admin ends on %s',
  id => {
    let grants: TestGrants;
    let alice: UserHolder;
    let connectionId: string;

    beforeEach(async () => {
      grants = await startGrants({ knex: await databases.init(id) });
      alice = await grants.connect();
      connectionId = String((await grants.row(alice)).id);
    });

    afterEach(() => grants.stop());

    const end = (reason?: string) =>
      grants.store.endByAdmin([connectionId], reason);
    const shown = async () => {
      const { connections, nowMs } = await grants.store.list({
        user: alice.owner,
      });
      return connections.map(connection =>
        describeConnection(
          connection,
          {
            appConnections: new Map([['default', alice.appConnection]]),
            config: readTestConfig({}),
          },
          [],
          nowMs,
        ),
      );
    };

    it('loses its secrets, and stays to say so and why', async () => {
      const ended = [{ id: connectionId, owner: alice.owner }];
      expect(await end('Left the project')).toEqual(ended);
      expect(await grants.row(alice)).toMatchObject({
        status: 'reconnect_required',
        reason_code: 'ended_by_admin',
        ended_at: expect.anything(),
        ended_reason: 'Left the project',
        access_token: null,
        refresh_token: null,
        key_id: null,
        generation: 2,
      });
      expect(await shown()).toMatchObject([
        {
          id: connectionId,
          status: 'reconnect_required',
          reason: {
            code: 'ended_by_admin',
            message:
              "An admin of the portal has ended your connection and wrote: 'Left the project'. Reconnect on the Databricks page.",
          },
        },
      ]);
      expect(await codeOf(grants.replica().token(alice))).toBe(
        'reconnect_required',
      );
      expect(await grants.knex('ended_connections')).toEqual([]);
      expect(await end('Again')).toEqual([]);
      expect((await grants.row(alice)).ended_reason).toBe('Left the project');
    });

    it('needs no reason', async () => {
      await end();
      expect(await shown()).toMatchObject([
        {
          reason: {
            message:
              'An admin of the portal has ended your connection. Reconnect on the Databricks page.',
          },
        },
      ]);
    });

    it('is not brought back by a renewal that is under way', async () => {
      await grants.age(alice, -1);
      grants.simulator.faults.next('token', {
        kind: 'delay',
        delayMs: 300,
        processed: 'before',
      });
      const calls = grants.simulator.calls.token;
      const asked = codeOf(grants.replica().token(alice));
      await eventually(async () => grants.simulator.calls.token > calls);
      await end();
      expect(await asked).toBe('reconnect_required');
      expect(await grants.row(alice)).toMatchObject({
        reason_code: 'ended_by_admin',
        access_token: null,
        refresh_token: null,
      });
    });

    it('is as any other when its user has reconnected, and gone when they disconnect', async () => {
      await end('Left the project');
      await grants.connect();
      expect(await shown()).toMatchObject([
        { id: connectionId, status: 'connected' },
      ]);
      expect(await grants.row(alice)).toMatchObject({
        ended_at: null,
        ended_reason: null,
        reason_code: null,
      });
      await end();
      const { store } = grants;
      const disconnect = () => store.endConnection(alice.owner, connectionId);
      expect(await disconnect()).toBe(true);
      expect(await shown()).toEqual([]);
      expect(await disconnect()).toBe(true);
      await grants.knex('ended_connections').update({ ended_at: 1 });
      expect(await disconnect()).toBe(false);
    });
  },
);
