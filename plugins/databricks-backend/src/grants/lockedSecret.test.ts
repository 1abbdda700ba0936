import { codeOf } from './__testUtils__/codeOf';
import { startGrants } from './__testUtils__/startGrants';

describe('An app connection whose stored secret cannot be opened', () => {
  it('renews nothing, and spends no refresh token as a public client', async () => {
    const grants = await startGrants();
    const alice = await grants.connect();
    await grants.age(alice, 1_000);
    const before = await grants.row(alice);
    const { token } = grants.simulator.calls;
    const engine = grants.replica();
    const { clientSecret: _, ...appConnection } = alice.appConnection;
    const locked = {
      ...alice,
      appConnection: {
        ...appConnection,
        secretUnavailable: 'key_unavailable' as const,
      },
    };
    for (const attempt of [engine.token(locked), engine.renew(locked)]) {
      expect(await codeOf(attempt)).toBe('encryption_key_unavailable');
    }
    expect(grants.simulator.calls.token).toBe(token);
    expect(await grants.row(alice)).toEqual(before);
    await engine.token(alice);
    expect(grants.simulator.calls.token).toBe(token + 1);
    await grants.stop();
  });
});
