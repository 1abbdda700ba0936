import { startTestPortal, type TestPortal } from './startTestPortal';
import { waitUntil } from '../waitUntil';

jest.setTimeout(300_000);

/** The lease, and what another replica may take to notice that it is over; less than the patience of two callers more. */
const RECOVERY_MS = 40_000;

describe('Tokens on four replicas with one PostgreSQL and refresh tokens for one use', () => {
  let portal: TestPortal;

  beforeAll(async () => {
    portal = await startTestPortal({ name: 'tokens', replicas: 4 });
  });

  afterAll(async () => {
    await portal?.stop();
  });

  async function storm() {
    const { replicas, simulator } = portal;
    simulator.expireAccessTokens();
    const before = simulator.calls.token;
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) => portal.askOn(replicas[i % 4])),
    );
    return {
      statuses: [...new Set(answers.map(it => it.status))],
      calls: simulator.calls.token - before,
      // All earlier ones are dead, so that this is what all hundred were given
      tokens: simulator.tokens.accessTokens.length,
    };
  }

  it('a hundred callers of one expired token cost one call, and so does the next time', async () => {
    await portal.connect(portal.replicas[0]);
    await portal.expire();
    const one = { statuses: [200], calls: 1, tokens: 1 };
    expect(await storm()).toEqual(one);
    expect(await storm()).toEqual(one);
  });

  it('a killed owner of the lease is replaced, and nothing is lost that was not sent', async () => {
    const { replicas, simulator, database } = portal;
    await portal.connect(replicas[0]);
    await portal.expire();
    simulator.faults.next('token', { kind: 'delay', delayMs: 60_000 });
    const [, owner, other] = replicas;
    const calls = simulator.calls.token;
    portal.ask(owner).catch(() => {});
    await waitUntil(
      'The owner has called',
      10_000,
      () => simulator.calls.token > calls,
    );
    await owner.kill();
    const killedAt = performance.now();
    await waitUntil(
      'Another replica has recovered',
      60_000,
      async () => (await portal.ask(other)).status === 200,
    );
    expect(performance.now() - killedAt).toBeLessThan(RECOVERY_MS);
    expect(simulator.calls.token).toBe(calls + 2);
    const { rows } = await database.query(
      'select status, lease_owner, lease_until from grants',
    );
    expect(rows).toEqual([
      { status: 'connected', lease_owner: null, lease_until: null },
    ]);
  });
});
