import type {
  Connection,
  Fabric,
  TestResult,
} from '@backstage-databricks/plugin-databricks-common';
import {
  connection,
  editableFabric,
  fabric,
  fabricList,
  failedTest,
  inDays,
  inWorkspace,
  localDate,
  servicePrincipalFabric,
} from '../src/__testUtils__/answers';
import { settings } from '../src/__testUtils__/settings';

/** How often a page asks before the sign-in is done. */
const CONNECT_AFTER_POLLS = 4;

const hours = (count: number) => inDays(count / 24);
const grace = {
  id: '7',
  userName: 'grace@example.com',
  displayName: 'Grace Hopper',
};
const etl = {
  clientId: '1b2c3d4e',
  name: 'analytics-etl',
  status: 'ready' as const,
};

/** Twelve fabrics, in most states that a developer can meet. */
let fabrics: Fabric[] = [
  fabric({
    name: 'connected',
    title: 'Connected',
    connection: connection({
      lastUsedBy: [{ consumer: 'scaffolder', at: inDays(-2) }],
      lastTest: { at: hours(-2), ok: true },
    }),
    updatedAt: inDays(-3),
    updatedBy: 'user:default/bob',
    servicePrincipal: {
      ...etl,
      workedAt: hours(-3),
      secretExpiresAt: localDate(300),
    },
  }),
  editableFabric({
    name: 'test-failed',
    title: 'Test failed',
    connection: connection(),
    lastTest: {
      user: failedTest('compute', 'The SQL warehouse abc123 does not exist.'),
    },
  }),
  fabric({
    name: 'expires-soon',
    title: 'Expires soon',
    ...inWorkspace('Marketing', {
      connection: connection({
        id: 'c-2',
        status: 'expires_soon',
        signInExpiresAt: hours(20),
        otherPerson: true,
        databricksUser: grace,
      }),
    }),
  }),
  fabric({
    name: 'reconnect-required',
    title: 'Reconnect required',
    type: 'spark',
    compute: {
      kind: 'cluster',
      id: '1124-081500-abcdefgh',
      httpPath: '/sql/protocolv1/o/1234567890123456/1124-081500-abcdefgh',
    },
    ...inWorkspace('Finance', {
      connection: connection({
        id: 'c-3',
        status: 'reconnect_required',
        endedAt: hours(-2),
        reason: { code: 'reconnect_required', message: 'It has ended.' },
      }),
    }),
  }),
  fabric({
    name: 'unreadable',
    title: 'Unreadable',
    ...inWorkspace('Legal', {
      connection: connection({ id: 'c-4', status: 'unreadable' }),
    }),
  }),
  fabric({
    name: 'refused',
    title: 'Refused',
    ...inWorkspace('Risk', {
      connection: connection({
        id: 'c-5',
        lastTest: {
          at: hours(-1),
          ok: false,
          problem: {
            code: 'databricks_refused',
            message: 'Your address is not allowed in this workspace.',
          },
        },
      }),
    }),
  }),
  fabric({
    name: 'not-connected',
    title: 'Not connected',
    owner: '*',
    ...inWorkspace('Research'),
  }),
  fabric({
    name: 'not-set-up',
    title: 'Not set up',
    ...inWorkspace('Lab', {
      appConnection: {
        name: 'lab',
        title: 'Lab',
        ready: false,
        problem: {
          code: 'not_configured',
          message: 'The app connection “Lab” has no client secret.',
        },
      },
    }),
  }),
  fabric({
    name: 'only-you',
    title:
      'A fabric with a remarkably long title that has to be broken somewhere',
    type: 'prophecy',
    automationAs: 'user',
    servicePrincipal: undefined,
    connection: connection(),
    warnings: [
      { code: 'schedules_cannot_run', message: 'Schedules cannot run here.' },
    ],
  }),
  servicePrincipalFabric({
    servicePrincipal: { ...etl, secretExpiresAt: localDate(9) },
    warnings: [
      {
        code: 'service_principal_secret_expires',
        message: 'The secret of the service principal ends in 9 days.',
      },
    ],
  }),
  servicePrincipalFabric({
    name: 'sp-missing',
    title: 'Service principal missing',
    canEdit: true,
    servicePrincipal: { status: 'missing' },
  }),
  servicePrincipalFabric({
    name: 'sp-rejected',
    title: 'Service principal rejected',
    servicePrincipal: { ...etl, status: 'rejected' },
    warnings: [{ code: 'databricks_unavailable', message: 'Away.' }],
  }),
];

/** The sign-ins that wait: at which issuer, and how often their pages have asked. */
const signIns = new Map<string, { issuer: string; polls: number }>();

function setConnection(issuer: string, held: Fabric['connection']) {
  fabrics = fabrics.map(it =>
    it.issuer === issuer ? { ...it, connection: held } : it,
  );
}

function ofIssuer(issuer: string): Fabric | undefined {
  return fabrics.find(it => it.issuer === issuer);
}

function connections(): Connection[] {
  const held = new Map<string, Connection>();
  for (const { connection: it } of fabrics) {
    if (it && it.status !== 'not_connected') {
      held.set(it.id, {
        ...it,
        fabrics: fabrics
          .filter(({ connection: other }) => other === it)
          .map(({ name }) => name),
      });
    }
  }
  return [...held.values()];
}

function disconnect(id: string) {
  for (const { issuer, connection: it } of fabrics) {
    if (issuer && it && it.status !== 'not_connected' && it.id === id) {
      setConnection(issuer, { status: 'not_connected' });
    }
  }
  return { revoked: 'unsupported' };
}

function startSignIn(body: { fabric?: string; issuer?: string }) {
  const issuer =
    body.issuer ?? fabrics.find(it => it.name === body.fabric)?.issuer ?? '';
  const id = `s-${signIns.size + 1}`;
  signIns.set(id, { issuer, polls: 0 });
  return {
    id,
    authorizationUrl:
      'https://adb-1234567890123456.7.azuredatabricks.net/oidc/v1/authorize?client_id=9d1e4b7a-client&redirect_uri=http%3A%2F%2Flocalhost%3A7007%2Fapi%2Fdatabricks%2Foauthredirect',
    expiresAt: inDays(0.007),
  };
}

function pollSignIn(id: string) {
  const signIn = signIns.get(id);
  if (!signIn) {
    return { id, status: 'expired' };
  }
  signIn.polls += 1;
  if (signIn.polls < CONNECT_AFTER_POLLS) {
    return { id, status: 'pending' };
  }
  const place = ofIssuer(signIn.issuer)?.workspace;
  setConnection(
    signIn.issuer,
    connection({
      id: `c-${signIn.issuer}`,
      connectedAt: inDays(0),
      ...(place && { issuer: { kind: 'workspace', ...place } }),
      issuerId: signIn.issuer,
    }),
  );
  return { id, status: 'succeeded' };
}

function testFabric(name: string): TestResult {
  const result: TestResult =
    name === 'test-failed'
      ? failedTest('compute', 'The SQL warehouse abc123 does not exist.')
      : {
          ok: true,
          checks: [
            {
              id: 'identity',
              state: 'ok',
              message: 'You are alice there.',
              ms: 84,
            },
            {
              id: 'compute',
              state: 'ok',
              message: 'The warehouse runs.',
              ms: 120,
            },
          ],
        };
  fabrics = fabrics.map(it =>
    it.name === name
      ? { ...it, lastTest: { user: { ...result, at: inDays(0) } } }
      : it,
  );
  return result;
}

function computeOf(name: string) {
  const it = fabrics.find(other => other.name === name);
  return (
    it?.compute && {
      kind: it.compute.kind,
      id: it.compute.id,
      name: it.compute.name,
      state: it.connection?.status === 'connected' ? 'running' : 'unknown',
      size: 'Small',
    }
  );
}

/** What the backend would answer; `undefined` for a path that it does not have. */
export function stubBackend(
  method: string,
  path: string,
  body: { fabric?: string; issuer?: string },
): unknown {
  const [resource, name = '', part] = path.split('/').filter(Boolean);
  switch (`${method} ${resource}`) {
    case 'GET fabrics':
      if (part === 'compute') {
        return computeOf(name);
      }
      return name
        ? fabrics.find(item => item.name === name)
        : fabricList(fabrics, {
            admin: true,
            admins: ['group:default/platform'],
          });
    case 'GET settings':
      return settings();
    case 'POST fabrics':
      return testFabric(name);
    case 'GET connections':
      return { items: connections() };
    case 'POST connections':
      return {
        ok: true,
        checks: [{ id: 'identity', state: 'ok', message: 'You are alice.' }],
      };
    case 'DELETE connections':
      return disconnect(name);
    case 'POST sign-ins':
      return startSignIn(body);
    case 'GET sign-ins':
      return pollSignIn(name);
    case 'DELETE sign-ins':
      signIns.delete(name);
      return { id: name, status: 'expired' };
    default:
      return undefined;
  }
}
