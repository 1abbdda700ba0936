import {
  Simulator,
  startSimulator,
} from '@backstage-databricks/databricks-simulator';
import {
  registerAppConnection,
  signInUpToCallback,
} from '../__testUtils__/realSignIn';
import { databricksConfig } from '../__testUtils__/startPlugin';
import {
  RealBackend,
  startRealBackend,
} from '../__testUtils__/startRealBackend';
import { eventually } from '../grants/__testUtils__/eventually';

jest.setTimeout(60_000);

describe('A backend that is told to stop', () => {
  let simulator: Simulator;
  let real: RealBackend;

  beforeEach(async () => {
    simulator = await startSimulator();
    real = await startRealBackend({
      config: { databricks: databricksConfig(simulator.url) },
    });
    registerAppConnection(simulator, real);
    // Backstage cuts all connections off when it stops, whatever is still to be sent
    jest.replaceProperty(process, 'env', {
      ...process.env,
      NODE_ENV: 'development',
    });
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await real.stop();
    await simulator.stop();
  });

  it.each(['analytics-dev', 'studio'])(
    'answers a browser whose callback is in flight before: %s',
    async fabric => {
      const { callback, cookie } = await signInUpToCallback(
        real,
        'user:default/alice',
        fabric,
      );
      simulator.faults.next('token', { kind: 'delay', delayMs: 1_000 });
      const page = fetch(callback, { headers: { cookie } });
      await eventually(async () => simulator.calls.token > 0);
      const [answer] = await Promise.all([page, real.stop()]);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('Connected');
    },
  );
});
