import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { startSimulator } from '@backstage-databricks/databricks-simulator';
import permissionPlugin from '@backstage/plugin-permission-backend';
import allowAllPolicy from '@backstage/plugin-permission-backend-module-allow-all-policy';
import { json } from 'express';
import PromiseRouter from 'express-promise-router';
import {
  registerAppConnection,
  signInUpToCallback,
} from '../src/__testUtils__/realSignIn';
import { databricksConfig } from '../src/__testUtils__/startPlugin';
import {
  RealBackend,
  startRealBackend,
} from '../src/__testUtils__/startRealBackend';
import { TOKEN } from './addConnections';

/*
 * The backend of the benchmark of `POST /tokens`, as a process of its own: Backstage's authentication, permission
 * framework, audit and access log are on. So are a route that does nothing but authenticate, and one that also does what
 * Backstage takes for every token that is handed out: it reads a body, leaves an audit event and sends as much. Started by
 * scripts/bench/tokenRoute.mjs; prints one line of JSON when it serves.
 */

const USERS = 50;

/** Of the size of a real one. */
const ANSWER = {
  accessToken: TOKEN,
  tokenType: 'Bearer',
  expiresAt: new Date().toISOString(),
  workspaceUrl: 'https://dbc-00000000-0000.cloud.databricks.com',
  scopes: ['all-apis', 'offline_access'],
  identity: { kind: 'user', name: 'user-0@example.com' },
  fingerprint: '0123456789a',
};

const constantPlugin = createBackendPlugin({
  pluginId: 'constant',
  register(env) {
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
      },
      async init({ auditor, httpAuth, httpRouter }) {
        const router = PromiseRouter();
        router.post('/', async (request, response) => {
          await httpAuth.credentials(request, { allow: ['user', 'service'] });
          response.json({ constant: true });
        });
        router.post('/framed', json(), async (request, response) => {
          await httpAuth.credentials(request, { allow: ['user', 'service'] });
          const event = await auditor.createEvent({
            eventId: 'token-issue',
            severityLevel: 'low',
            request,
            meta: request.body,
          });
          await event.success({ meta: ANSWER.identity });
          response.json(ANSWER);
        });
        httpRouter.use(router);
      },
    });
  },
});

async function connect(real: RealBackend, user: string): Promise<void> {
  const { callback, cookie } = await signInUpToCallback(
    real,
    user,
    'everybody',
  );
  const { status } = await fetch(callback, { headers: { cookie } });
  if (status !== 200) {
    throw new Error(`Connecting: ${status}`);
  }
}

/** A token that the plugin `reports` calls another plugin with, on behalf of a user. */
async function forwarded(
  real: RealBackend,
  token: string,
  pluginId: string,
): Promise<string> {
  const answer = await fetch(`${real.url}/api/reports/forward?to=${pluginId}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}` },
  });
  return (await answer.json()).token;
}

async function main() {
  const simulator = await startSimulator();
  const databricks = databricksConfig(simulator.url);
  const real = await startRealBackend({
    config: {
      databricks: { ...databricks, consumers: { reports: { user: true } } },
      permission: { enabled: true },
    },
    consumers: ['reports'],
    features: [constantPlugin, permissionPlugin, allowAllPolicy],
    rootLogger: 'backstage',
  });
  registerAppConnection(simulator, real);
  const callers = [];
  for (let i = 0; i < USERS; i++) {
    const user = `user:default/user-${i}`;
    await connect(real, user);
    const token = await real.tokenOf(user);
    callers.push({
      databricks: await forwarded(real, token, 'databricks'),
      constant: await forwarded(real, token, 'constant'),
    });
  }
  process.once('disconnect', () => process.exit());
  process.send?.({ url: real.url, callers });
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
