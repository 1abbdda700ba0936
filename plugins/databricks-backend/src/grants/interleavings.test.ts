import fc from 'fast-check';
import createKnex from 'knex';
import { randomBytes, randomUUID } from 'node:crypto';
import { mockServices } from '@backstage/backend-test-utils';
import { databaseNow } from '../database/databaseTime';
import { openDatabase } from '../database/migrate';
import { DatabricksCallError, DatabricksClient } from '../databricks';
import { Sealer } from '../encryption';
import { createTokenEngine } from './createGrants';
import { DatabaseGrantStore } from './DatabaseGrantStore';
import { TokenEngine } from './TokenEngine';
import { appConnectionOf } from './__testUtils__/startGrants';

jest.setTimeout(120_000);

const USERS = ['user:default/alice', 'user:default/bob'];
const WORKSPACE = 'http://127.0.0.1:1';

/** A Databricks whose refresh tokens are for one use, and whose answers come when the test says so. */
class ControlledDatabricks {
  readonly spent: string[] = [];
  readonly #issued = new Map<string, string>();
  #valid = new Set<string>();
  #waiting: { answer(): void; lose(): void }[] = [];

  signIn(user: string) {
    const refreshToken = this.#issue('refresh', user);
    return {
      accessToken: this.#issue('access', user),
      refreshToken,
      expiresInSeconds: 3600,
      scopes: ['all-apis'],
    };
  }

  ownerOf(token: string): string | undefined {
    return this.#issued.get(token);
  }

  get client(): DatabricksClient {
    return {
      refreshAccessToken: ({ refreshToken }) =>
        new Promise((resolve, reject) => {
          this.spent.push(refreshToken);
          const isValid = this.#valid.delete(refreshToken);
          const user = this.ownerOf(refreshToken)!;
          const result = isValid ? this.signIn(user) : undefined;
          this.#waiting.push({
            answer: () =>
              result
                ? resolve(result)
                : reject(new DatabricksCallError('refresh_token_invalid')),
            lose: () => reject(new DatabricksCallError('outcome_unknown')),
          });
        }),
    } as Partial<DatabricksClient> as DatabricksClient;
  }

  answer(i: number): void {
    this.#take(i)?.answer();
  }

  lose(i: number): void {
    this.#take(i)?.lose();
  }

  /** The process that waited for it is gone: nobody hears the answer. */
  forgetAll(): void {
    this.#waiting = [];
  }

  answerAll(): boolean {
    const some = this.#waiting.length > 0;
    this.#waiting.splice(0).forEach(it => it.answer());
    return some;
  }

  #take(i: number) {
    return this.#waiting.splice(i % Math.max(1, this.#waiting.length), 1)[0];
  }

  #issue(kind: string, user: string): string {
    const token = `${kind}-${randomUUID()}`;
    this.#issued.set(token, user);
    if (kind === 'refresh') {
      this.#valid.add(token);
    }
    return token;
  }
}

async function startWorld() {
  const databricks = new ControlledDatabricks();
  const knex = await openDatabase({
    database: mockServices.database({
      knex: createKnex({
        client: 'better-sqlite3',
        connection: ':memory:',
        useNullAsDefault: true,
        pool: { min: 1, max: 1 },
      }),
    }),
    logger: mockServices.logger.mock(),
  });
  const sealer = Sealer.create({
    primaryKey: 'k1',
    keys: new Map([['k1', randomBytes(32)]]),
  });
  const store = DatabaseGrantStore.create({ knex, sealer });
  const start = () =>
    createTokenEngine({ knex, sealer, databricks: databricks.client });
  const replicas = [start(), start()];
  const asked: Promise<unknown>[] = [];
  const appConnection = appConnectionOf();
  const generations = new Map<string, number>();

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
      await knex.transaction(trx =>
        store.putConnection(trx, {
          userEntityRef: user,
          workspaceUrl: WORKSPACE,
          appConnection: appConnection.name,
          clientId: appConnection.clientId,
          databricksUser: { id: user, userName: user },
          tokens: databricks.signIn(user),
        }),
      );
      replicas.forEach(it => it.forget(user));
    },
    async disconnect(user: string) {
      const row = await knex('grants').where({ owner: user }).first();
      if (row) {
        await store.endConnection(user, row.id);
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
      await knex('grants')
        .whereNotNull('lease_until')
        .update({ lease_until: databaseNow(knex) });
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
    async connectedAfterAll(user: string): Promise<string> {
      await world.expire(user);
      const result = replicas[0]
        .token({
          kind: 'user',
          owner: user,
          workspaceUrl: WORKSPACE,
          appConnection,
        })
        .then(
          () => 'a token',
          error => error.code as string,
        );
      await new Promise(resolve => setTimeout(resolve, 20));
      databricks.answerAll();
      return result;
    },
    stop: () => knex.destroy(),
  };
  return world;
}

const user = fc.constantFrom(...USERS);
const replica = fc.nat(1);
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('ask' as const), user, replica }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('expire' as const), user }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('answer' as const), i: fc.nat(5) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('connect' as const), user }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('disconnect' as const), user }),
  },
);
const trouble = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('lose' as const), i: fc.nat(5) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('crash' as const), replica }),
  },
);
type Step =
  | (typeof step extends fc.Arbitrary<infer T> ? T : never)
  | (typeof trouble extends fc.Arbitrary<infer T> ? T : never);

async function play(steps: { step: Step; wait: boolean }[]) {
  const world = await startWorld();
  for (const name of USERS) {
    await world.connect(name);
  }
  for (const { step: it, wait } of steps) {
    switch (it.do) {
      case 'ask':
        world.ask(it.user, it.replica);
        break;
      case 'expire':
        await world.expire(it.user);
        break;
      case 'answer':
        world.databricks.answer(it.i);
        break;
      case 'connect':
        await world.connect(it.user);
        break;
      case 'disconnect':
        await world.disconnect(it.user);
        break;
      case 'lose':
        world.databricks.lose(it.i);
        break;
      case 'crash':
        await world.crash(it.replica);
        break;
      default:
        throw new Error(`Unknown step: ${it satisfies never}`);
    }
    if (wait) {
      await new Promise(resolve => setTimeout(resolve, 2));
      await world.checkGenerations();
    }
  }
  await world.settle();
  await world.checkGenerations();
  return world;
}

const steps = (arbitrary: fc.Arbitrary<Step>) =>
  fc.array(fc.record({ step: arbitrary, wait: fc.boolean() }), {
    minLength: 4,
    maxLength: 30,
  });

describe('In any order of refresh, reconnect, disconnect and expiry', () => {
  it('no refresh token is used twice, nobody gets the token of somebody else, and nobody is signed out', async () => {
    await fc.assert(
      fc.asyncProperty(steps(step), async played => {
        const world = await play(played);
        const { spent } = world.databricks;
        expect(new Set(spent).size).toBe(spent.length);
        for (const name of USERS) {
          expect(['a token', 'not_connected']).toContain(
            await world.connectedAfterAll(name),
          );
        }
        await world.stop();
      }),
      { numRuns: 60 },
    );
  });

  it('a crash or a lost answer ends at most the connection that it met, and says so', async () => {
    await fc.assert(
      fc.asyncProperty(
        steps(
          fc.oneof(
            { weight: 8, arbitrary: step },
            { weight: 1, arbitrary: trouble },
          ),
        ),
        async played => {
          const world = await play(played);
          const { spent } = world.databricks;
          const troubles = played.filter(
            it => it.step.do === 'lose' || it.step.do === 'crash',
          ).length;
          // Only whoever lost an answer may try again, with the same token
          const again = spent.length - new Set(spent).size;
          expect(again).toBeLessThanOrEqual(2 * troubles);
          await world.stop();
        },
      ),
      { numRuns: 60 },
    );
  });
});
