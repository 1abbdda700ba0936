import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import permissionPlugin from '@backstage/plugin-permission-backend';
import allowAllPolicy from '@backstage/plugin-permission-backend-module-allow-all-policy';
import { json } from 'express';
import PromiseRouter from 'express-promise-router';
import {
  RealPortal,
  startRealPortal,
} from '../src/__testUtils__/startRealPortal';
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

/** A token that the plugin `reports` calls another plugin with, on behalf of a user. */
async function forwarded(
  portal: RealPortal,
  token: string,
  pluginId: string,
): Promise<string> {
  const answer = await fetch(
    `${portal.url}/api/reports/forward?to=${pluginId}`,
    {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}` },
    },
  );
  return (await answer.json()).token;
}

async function main() {
  const portal = await startRealPortal({
    config: { permission: { enabled: true } },
    consumers: { reports: { user: true } },
    features: [constantPlugin, permissionPlugin, allowAllPolicy],
    rootLogger: 'backstage',
  });
  const callers = [];
  for (let i = 0; i < USERS; i++) {
    const user = `user:default/user-${i}`;
    await portal.connect(user, 'everybody');
    const token = await portal.tokenOf(user);
    callers.push({
      databricks: await forwarded(portal, token, 'databricks'),
      constant: await forwarded(portal, token, 'constant'),
    });
  }
  process.once('disconnect', () => process.exit());
  process.send?.({ url: portal.url, callers });
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
