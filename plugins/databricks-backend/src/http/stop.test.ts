import { RealPortal, startRealPortal } from '../__testUtils__/startRealPortal';
import { eventually } from '../grants/__testUtils__/eventually';

jest.setTimeout(60_000);

describe('A backend that is told to stop', () => {
  let portal: RealPortal;

  beforeEach(async () => {
    portal = await startRealPortal();
    // Backstage cuts all connections off when it stops, whatever is still to be sent
    jest.replaceProperty(process, 'env', {
      ...process.env,
      NODE_ENV: 'development',
    });
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await portal.stop();
  });

  it.each(['analytics-dev', 'studio'])(
    'answers a browser whose callback is in flight before: %s',
    async fabric => {
      const { callback, cookie } = await portal.signInUpToCallback(
        'user:default/alice',
        fabric,
      );
      portal.simulator.faults.next('token', { kind: 'delay', delayMs: 1_000 });
      const page = fetch(callback, { headers: { cookie } });
      await eventually(async () => portal.simulator.calls.token > 0);
      const [answer] = await Promise.all([page, portal.stop()]);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('Connected');
    },
  );
});
