import { mockServices } from '@backstage/backend-test-utils';
import { randomBytes } from 'node:crypto';
import { DatabaseConnectionStore } from '../../connections/DatabaseConnectionStore';
import { memoryDatabase } from '../../__testUtils__/memoryDatabase';
import { databaseNow } from '../../database/databaseTime';
import { openDatabase } from '../../database/migrate';
import { Sealer } from '../../encryption/Sealer';
import { sealedTokens } from '../DatabaseGrantStore';
import { TokenEngine } from '../TokenEngine';
import { createTokenEngine } from '../createTokenEngine';
import { ControlledDatabricks, SignIn } from './ControlledDatabricks';
import { appConnectionOf } from './appConnectionOf';

const WORKSPACE = 'http://127.0.0.1:1';

/** Two replicas with one database, and a Databricks that answers when the test says so. */
export async function startWorld() {
  const databricks = new ControlledDatabricks();
  const knex = await openDatabase({
    database: mockServices.database({
      knex: memoryDatabase(),
    }),
    logger: mockServices.logger.mock(),
  });
  const sealer = new Sealer({
    primaryKey: 'k1',
    keys: new Map([['k1', randomBytes(32)]]),
  });
  const store = new DatabaseConnectionStore({ knex, sealer });
  const start = () =>
    createTokenEngine({ knex, sealer, databricks: databricks.client });
  const replicas = [start(), start()];
  const asked: Promise<unknown>[] = [];
  const appConnection = appConnectionOf();
  const generations = new Map<string, number>();
  /** Of those who are connected. */
  const signIns = new Map<string, SignIn>();

  const world = {
    databricks,
    asked,
    ask(user: string, replica: number) {
      const engine: TokenEngine = replicas[replica];
      asked.push(
        engine
          .token({
            kind: 'user',
            owner: user,
            workspaceUrl: WORKSPACE,
            appConnection,
          })
          .then(
            ({ accessToken }) =>
              expect(databricks.ownerOf(accessToken)).toBe(user),
            error => expect(error.code).toEqual(expect.any(String)),
          ),
      );
    },
    async connect(user: string) {
      const { signIn, tokens } = databricks.signIn(user);
      await knex.transaction(trx =>
        store.putConnection(trx, {
          requestedAt: performance.now(),
          userEntityRef: user,
          issuer: WORKSPACE,
          appConnection: appConnection.name,
          clientId: appConnection.clientId,
          databricksUser: { id: user, userName: user },
          tokens,
        }),
      );
      signIns.set(user, signIn);
      replicas.forEach(it => it.forget(user));
    },
    async disconnect(user: string) {
      const row = await knex('grants').where({ owner: user }).first();
      if (row) {
        await store.endConnection(user, row.id);
        signIns.delete(user);
        replicas.forEach(it => it.forget(user));
      }
    },
    /** Access tokens end, and so do the pauses after failures. */
    async expire(user: string) {
      await knex('grants')
        .where({ owner: user })
        .update({ access_token_expires_at: 1, retry_at: null });
      replicas.forEach(it => it.forget(user));
    },
    /** A replica is killed while it waits, and its leases end. */
    async crash(replica: number) {
      databricks.forgetAll();
      replicas[replica] = start();
      replicas[1 - replica] = start();
      asked.splice(0);
      // In one statement: what the killed replica had still in hand may take a lease in between
      const leased: { owner: string }[] = await knex('grants')
        .whereNotNull('lease_until')
        .update({ lease_until: databaseNow(knex) })
        .returning('owner');
      for (const { owner } of leased) {
        databricks.met.add(signIns.get(owner)!);
      }
    },
    /** The newest pair wins: generations only grow, within one row. */
    async checkGenerations() {
      for (const row of await knex('grants').select('id', 'generation')) {
        expect(row.generation).toBeGreaterThanOrEqual(
          generations.get(row.id) ?? 0,
        );
        generations.set(row.id, row.generation);
      }
    },
    async settle() {
      for (let quiet = 0; quiet < 3; ) {
        await new Promise(resolve => setTimeout(resolve, 5));
        quiet = databricks.answerAll() ? 0 : quiet + 1;
      }
      await Promise.all(asked);
    },
    /** What the user gets who asks now, and what the row holds then. */
    async outcome(user: string) {
      await world.expire(user);
      let code: string | undefined;
      replicas[0]
        .token({
          kind: 'user',
          owner: user,
          workspaceUrl: WORKSPACE,
          appConnection,
        })
        .then(
          () => (code = 'a token'),
          error => (code = error.code),
        );
      while (code === undefined) {
        databricks.answerAll();
        await new Promise(resolve => setTimeout(resolve, 2));
      }
      const row = await knex('grants').where({ owner: user }).first();
      return {
        code,
        status: row?.status,
        reason: row?.reason_code,
        refreshToken:
          row?.refresh_token &&
          sealer.open(
            'tokens',
            sealedTokens.place(row, 'refresh_token'),
            row.refresh_token,
          ),
      };
    },
    /** What that must be for who is connected and lost nothing: the last pair of the last sign-in. */
    expectedOutcome: (user: string) =>
      signIns.has(user)
        ? {
            code: 'a token',
            status: 'connected',
            reason: null,
            refreshToken: signIns.get(user)!.newest,
          }
        : {
            code: 'not_connected',
            status: undefined,
            reason: undefined,
            refreshToken: undefined,
          },
    isMet: (user: string) => databricks.met.has(signIns.get(user)!),
    stop: () => knex.destroy(),
  };
  return world;
}
