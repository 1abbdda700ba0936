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
import { tokenPlace } from './tokenPlace';
import { appConnectionOf } from './__testUtils__/startGrants';

jest.setTimeout(120_000);

const USERS = ['user:default/alice', 'user:default/bob'];
const WORKSPACE = 'http://127.0.0.1:1';

/** What one sign-in of a user has led to: the last of its refresh tokens. */
type SignIn = { user: string; newest: string };

/** A Databricks whose refresh tokens are for one use, and whose answers come when the test says so. */
class ControlledDatabricks {
  readonly spent: string[] = [];
  /** Sign-ins of which an answer was lost. */
  readonly met = new Set<SignIn>();
  readonly #issued = new Map<string, SignIn>();
  #valid = new Set<string>();
  #waiting: { signIn: SignIn; answer(): void; lose(): void }[] = [];

  signIn(user: string) {
    const signIn = { user, newest: '' };
    return { signIn, tokens: this.#issuePair(signIn) };
  }

  #issuePair(signIn: SignIn) {
    const refreshToken = this.#issue('refresh', signIn);
    signIn.newest = refreshToken;
    return {
      accessToken: this.#issue('access', signIn),
      refreshToken,
      expiresInSeconds: 3600,
      scopes: ['all-apis'],
    };
  }

  ownerOf(token: string): string | undefined {
    return this.#issued.get(token)?.user;
  }

  get client(): DatabricksClient {
    return {
      refreshAccessToken: ({ refreshToken }) =>
        new Promise((resolve, reject) => {
          this.spent.push(refreshToken);
          const isValid = this.#valid.delete(refreshToken);
          const signIn = this.#issued.get(refreshToken)!;
          const result = isValid ? this.#issuePair(signIn) : undefined;
          this.#waiting.push({
            signIn,
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
    const call = this.#take(i);
    if (call) {
      this.met.add(call.signIn);
      call.lose();
    }
  }

  /** The process that waited for it is gone: nobody hears the answer. */
  forgetAll(): void {
    this.#waiting.forEach(it => this.met.add(it.signIn));
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

  #issue(kind: string, signIn: SignIn): string {
    const token = `${kind}-${randomUUID()}`;
    this.#issued.set(token, signIn);
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
          userEntityRef: user,
          workspaceUrl: WORKSPACE,
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
      for (const { owner } of await knex('grants').whereNotNull(
        'lease_until',
      )) {
        databricks.met.add(signIns.get(owner)!);
      }
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
            tokenPlace('refresh_token', row),
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
          const outcome = await world.outcome(name);
          expect(outcome).toEqual(world.expectedOutcome(name));
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
          for (const name of USERS) {
            const outcome = await world.outcome(name);
            const ended = {
              code: 'reconnect_required',
              status: 'reconnect_required',
              reason: 'answer_lost',
              refreshToken: null,
            };
            const isEnded =
              world.isMet(name) && outcome.code === 'reconnect_required';
            expect(outcome).toEqual(
              isEnded ? ended : world.expectedOutcome(name),
            );
          }
          await world.stop();
        },
      ),
      { numRuns: 60 },
    );
  });
});
