import {
  signInAs,
  Simulator,
  startSimulator,
} from '@backstage-databricks/databricks-simulator';
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
    simulator.account.addAppConnection({
      clientId: '11111111-2222-3333-4444-555555555555',
      clientSecret: 'app-connection-secret',
      redirectUris: [
        `${real.url}/api/databricks/oauthredirect`,
        `${real.url}/metadata/oauthCallback`,
      ],
    });
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
      const started = await fetch(`${real.url}/api/databricks/sign-ins`, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${await real.tokenOf('user:default/alice')}`,
          'Content-Type': 'application/json',
        },
        body: JSON.stringify({ fabric }),
      });
      const { authorizationUrl } = await started.json();
      const [cookie] = started.headers.getSetCookie()[0].split(';');
      const callback = await signInAs(authorizationUrl);
      simulator.faults.next('token', { kind: 'delay', delayMs: 1_000 });
      const page = fetch(callback, { headers: { cookie } });
      await eventually(async () => simulator.calls.token > 0);
      const [answer] = await Promise.all([page, real.stop()]);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('Connected');
    },
  );
});
