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

jest.setTimeout(60_000);

/** As the page sets them, and not as Backstage does, whose policy would allow scripts of its own origin and eval. */
const HEADERS = {
  'content-security-policy': expect.stringMatching(
    /^default-src 'none'; script-src 'sha256-[^' ]+'; style-src 'sha256-[^' ]+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
  ),
  'content-type': 'text/html; charset=utf-8',
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
};

describe('The callback page of a real backend', () => {
  let simulator: Simulator;
  let real: RealBackend;

  beforeAll(async () => {
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
  });

  afterAll(async () => {
    await real.stop();
    await simulator.stop();
  });

  it.each(['analytics-dev', 'studio'])(
    'has its own headers instead of Backstage’s, when it succeeds and when it fails: %s',
    async fabric => {
      const answer = await fetch(`${real.url}/api/databricks/sign-ins`, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${await real.tokenOf('user:default/alice')}`,
          'Content-Type': 'application/json',
        },
        body: JSON.stringify({ fabric }),
      });
      const { authorizationUrl } = await answer.json();
      const [cookie] = answer.headers.getSetCookie()[0].split(';');
      const callback = await signInAs(authorizationUrl);
      for (const status of [200, 400]) {
        const page = await fetch(callback, { headers: { cookie } });
        expect(page.status).toBe(status);
        expect(Object.fromEntries(page.headers)).toMatchObject(HEADERS);
      }
    },
  );
});
