import type { Connection } from '@backstage-databricks/plugin-databricks-common';
import {
  connection,
  fabric,
  fabricList,
  inDays,
  servicePrincipalFabric,
} from '../src/__testUtils__/answers';

const connectAfterPolls = 4;
const pollsOf = new Map<string, number>();
const connected = new Map<string, Connection>();

const fabrics = [
  fabric(),
  fabric({
    name: 'connected',
    title: 'Connected',
    connection: connection({ id: 'c-2', fabrics: ['connected', 'sandbox'] }),
  }),
  fabric({
    name: 'expires-soon',
    title: 'Expires soon',
    connection: connection({
      id: 'c-3',
      status: 'expires_soon',
      signInExpiresAt: inDays(1.5),
      fabrics: ['expires-soon'],
    }),
  }),
  fabric({
    name: 'reconnect-required',
    title: 'Reconnect required',
    type: 'spark',
    compute: {
      kind: 'cluster',
      id: '1124-081500-abcdefgh',
      httpPath: 'sql/protocolv1/o/1234567890123456/1124-081500-abcdefgh',
    },
    connection: connection({
      id: 'c-4',
      status: 'reconnect_required',
      reason: {
        code: 'reconnect_required',
        message: 'Databricks no longer accepts the stored sign-in.',
      },
      fabrics: ['reconnect-required'],
    }),
  }),
  fabric({
    name: 'unreadable',
    title: 'Unreadable',
    connection: connection({
      id: 'c-5',
      status: 'unreadable',
      reason: {
        code: 'encryption_key_unavailable',
        message:
          'Your stored sign-in cannot be read at the moment. Ask an admin of the portal.',
      },
      fabrics: ['unreadable'],
    }),
  }),
  fabric({
    name: 'not-configured',
    title: 'Not configured',
    appConnection: {
      name: 'default',
      title: 'Databricks',
      ready: false,
      problem: {
        code: 'not_configured',
        message: 'The app connection “default” has no client secret.',
      },
    },
  }),
  fabric({
    name: 'unavailable',
    title:
      'A fabric with a remarkably long title that has to be broken somewhere',
    type: 'prophecy',
    automationAs: 'user',
    servicePrincipal: undefined,
    warnings: [
      {
        code: 'databricks_unavailable',
        message: 'Databricks cannot be reached at the moment.',
      },
      {
        code: 'schedules_cannot_run',
        message:
          'Schedules cannot run here: nobody is there to act as. An admin can set oauthType to m2m.',
      },
    ],
  }),
  servicePrincipalFabric({
    warnings: [
      {
        code: 'service_principal_secret_expires',
        message: 'The secret of the service principal expires in 12 days.',
      },
    ],
  }),
  servicePrincipalFabric({
    name: 'sp-missing',
    title: 'Service principal missing',
    servicePrincipal: { status: 'missing' },
  }),
  servicePrincipalFabric({
    name: 'sp-rejected',
    title: 'Service principal rejected',
    servicePrincipal: { clientId: '1b2c3d4e', status: 'rejected' },
  }),
];

function listFabrics() {
  return fabrics.map(item => ({
    ...item,
    connection: connected.get(item.name) ?? item.connection,
  }));
}

function disconnect(id: string) {
  for (const item of fabrics) {
    if (item.connection && 'id' in item.connection) {
      if (item.connection.id === id) {
        item.connection = { status: 'not_connected' };
      }
    }
    if (connected.get(item.name)?.id === id) {
      connected.delete(item.name);
    }
  }
  return { revoked: 'unsupported' };
}

function pollSignIn(name: string) {
  const polls = (pollsOf.get(name) ?? 0) + 1;
  pollsOf.set(name, polls);
  if (polls < connectAfterPolls) {
    return { id: name, status: 'pending' };
  }
  connected.set(name, connection({ id: `c-${name}`, fabrics: [name] }));
  return { id: name, status: 'succeeded' };
}

/** What the backend would answer; `undefined` for a path that it does not have. */
export function stubBackend(
  method: string,
  path: string,
  body: { fabric?: string },
): unknown {
  const [resource, name = ''] = path.split('/').filter(Boolean);
  switch (`${method} ${resource}`) {
    case 'GET fabrics':
      return name
        ? listFabrics().find(item => item.name === name)
        : fabricList(listFabrics(), { admin: true });
    case 'POST fabrics':
      return {
        ok: false,
        checks: [
          {
            id: 'me',
            state: 'ok',
            message: 'You are alice@example.com there.',
          },
          {
            id: 'compute',
            state: 'failed',
            message: 'The SQL warehouse abc123 does not exist.',
          },
        ],
      };
    case 'GET connections':
      return {
        items: listFabrics().flatMap(item =>
          item.connection && 'id' in item.connection ? [item.connection] : [],
        ),
      };
    case 'DELETE connections':
      return disconnect(name);
    case 'POST sign-ins':
      pollsOf.delete(body.fabric ?? '');
      return {
        id: body.fabric,
        authorizationUrl:
          'https://adb-1234567890123456.7.azuredatabricks.net/oidc/v1/authorize?client_id=9d1e4b7a-client&redirect_uri=http%3A%2F%2Flocalhost%3A7007%2Fapi%2Fdatabricks%2Foauthredirect',
        expiresAt: inDays(0.01),
      };
    case 'GET sign-ins':
      return pollSignIn(name);
    default:
      return undefined;
  }
}
