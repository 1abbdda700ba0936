import { createHash } from 'node:crypto';
import { Account } from './Account';
import { Answer, jsonAnswer } from './Answer';
import { Endpoint } from './Endpoint';
import { Access, TokenStore } from './oidc/TokenStore';
import { ReceivedRequest } from './ReceivedRequest';
import { ClusterOptions, WarehouseOptions } from './SimulatorOptions';

/** Whatever is not configured exists, unless its ID contains this. */
const MISSING = 'missing';

export type RestEndpoint = Exclude<Endpoint, 'authorize' | 'token'>;

/** What the REST API of a workspace needs to know. */
export type Workspace = {
  account: Account;
  tokens: TokenStore;
  warehouses?: WarehouseOptions[];
  clusters?: ClusterOptions[];
};

/** Besides `all-apis`; a scope stands for everything below it, as `sql` for `sql.warehouses`. */
const SCOPES: Record<RestEndpoint, string | undefined> = {
  me: undefined,
  warehouse: 'sql',
  cluster: 'compute',
  jobs: 'jobs',
};

/** Answers as the REST API of a workspace would. */
export function restAnswer(
  endpoint: RestEndpoint,
  { url, headers }: ReceivedRequest,
  workspace: Workspace,
): Answer {
  const { authorization = '' } = headers;
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
  if (!token) {
    return jsonAnswer(401, {
      error_code: 401,
      message:
        'Credential was not sent or was of an unsupported type for this API.',
    });
  }
  const access = workspace.tokens.access(token);
  if (!access) {
    return {
      status: 403,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: 'Invalid Token',
    };
  }
  const scope = SCOPES[endpoint];
  if (scope && !allows(access, scope)) {
    return jsonAnswer(403, {
      error_code: 'PERMISSION_DENIED',
      message: `Provided OAuth token does not have required scopes: ${scope}`,
    });
  }
  switch (endpoint) {
    case 'me':
      return me(access, workspace.account);
    case 'warehouse':
      return warehouse(url, workspace);
    case 'cluster':
      return url.pathname.endsWith('/list')
        ? clusterList(workspace)
        : cluster(url.searchParams.get('cluster_id') ?? '', workspace);
    case 'jobs':
      return jsonAnswer(200, { has_more: false });
    default:
      throw new Error(`Unknown endpoint: ${endpoint satisfies never}`);
  }
}

function allows({ scopes }: Access, wanted: string): boolean {
  return scopes.some(
    it => it === 'all-apis' || it === wanted || it.startsWith(`${wanted}.`),
  );
}

function me({ identity }: Access, account: Account): Answer {
  const isPerson = identity.kind === 'person';
  const userName = isPerson ? identity.userName : identity.clientId;
  const known = isPerson
    ? account.person(userName)
    : account.servicePrincipal(userName);
  return jsonAnswer(200, {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    id: scimId(userName),
    userName,
    displayName: known?.displayName ?? userName,
    active: true,
    ...(isPerson && {
      emails: [{ type: 'work', value: userName, primary: true }],
    }),
    groups: [],
    entitlements: [
      { value: 'workspace-access' },
      { value: 'databricks-sql-access' },
    ],
  });
}

function warehouse(url: URL, { warehouses }: Workspace): Answer {
  const { hostname } = url;
  const segment = url.pathname.split('/').pop()!;
  const id = decoded(segment);
  if (id === undefined) {
    return unknownWarehouse(segment);
  }
  const { name = `Warehouse ${id}`, state = 'STOPPED' } =
    warehouses?.find(it => it.id === id) ?? {};
  if (
    !exists(
      id,
      warehouses?.map(it => it.id),
    )
  ) {
    return unknownWarehouse(id);
  }
  const path = `/sql/1.0/warehouses/${id}`;
  return jsonAnswer(200, {
    id,
    name,
    state,
    cluster_size: 'Small',
    warehouse_type: 'PRO',
    jdbc_url: `jdbc:databricks://${hostname}:443/default;transportMode=http;ssl=1;AuthMech=11;httpPath=${path};`,
    odbc_params: { hostname, path, port: 443, protocol: 'https' },
  });
}

/** Nothing where an escape is broken. */
function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

function unknownWarehouse(id: string): Answer {
  return jsonAnswer(404, {
    error_code: 'RESOURCE_DOES_NOT_EXIST',
    message: `SQL warehouse ${id} does not exist.`,
  });
}

function cluster(id: string, { clusters }: Workspace): Answer {
  const { name = `Cluster ${id}`, state = 'TERMINATED' } =
    clusters?.find(it => it.clusterId === id) ?? {};
  if (
    !id ||
    !exists(
      id,
      clusters?.map(it => it.clusterId),
    )
  ) {
    return jsonAnswer(400, {
      error_code: 'INVALID_PARAMETER_VALUE',
      message: `Cluster ${id} does not exist`,
    });
  }
  return jsonAnswer(200, { cluster_id: id, cluster_name: name, state });
}

/** Those that are configured; Databricks leaves the field out where there are none. */
function clusterList({ clusters = [] }: Workspace): Answer {
  return jsonAnswer(200, {
    ...(clusters.length > 0 && {
      clusters: clusters.map(({ clusterId, name, state }) => ({
        cluster_id: clusterId,
        cluster_name: name ?? `Cluster ${clusterId}`,
        state: state ?? 'TERMINATED',
      })),
    }),
  });
}

function exists(id: string, configured: string[] | undefined): boolean {
  return configured ? configured.includes(id) : !id.includes(MISSING);
}

/** Sixteen digits that are always the same for one name. */
function scimId(name: string): string {
  const number = createHash('sha256').update(name).digest().readBigUInt64BE();
  return `4${String(number % 10n ** 15n).padStart(15, '0')}`;
}
