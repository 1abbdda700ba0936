import fc from 'fast-check';
import { startWorld } from './__testUtils__/startWorld';

jest.setTimeout(120_000);

const USERS = ['user:default/alice', 'user:default/bob'];

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
