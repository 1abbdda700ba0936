import { createHash, randomUUID } from 'node:crypto';
import { Account } from './Account';
import { Answer, jsonAnswer } from './Answer';
import { Endpoint } from './Endpoint';
import { existsByDefault, lastSegment } from './names';
import { Access, TokenStore } from './oidc/TokenStore';
import { pageOf } from './pageOf';
import { ReceivedRequest } from './ReceivedRequest';
import {
  isListed,
  missingLevels,
  nameOf,
  permissionDenied,
  Rights,
} from './Rights';
import {
  CatalogOptions,
  ClusterOptions,
  WarehouseOptions,
} from './SimulatorOptions';
import { catalog, schema } from './unityCatalog';

/** No ID of a warehouse contains this. */
const INVALID = 'invalid';

const WAREHOUSE_LEVELS = ['Can Use', 'Can Manage', 'Is Owner'];
/** Unless `page_size` says otherwise. */
const CLUSTERS_A_PAGE = 20;
const CLUSTER_LEVELS = ['Can Attach To', 'Can Restart', 'Can Manage'];

export type RestEndpoint = Exclude<Endpoint, 'authorize' | 'token'>;

/** What the REST API of a workspace needs to know. */
export type Workspace = {
  account: Account;
  tokens: TokenStore;
  warehouses?: WarehouseOptions[];
  clusters?: ClusterOptions[];
  catalogs?: CatalogOptions[];
  rights: ReadonlyMap<string, Rights>;
};

/** Besides `all-apis`; a scope stands for everything below it, as `sql` for `sql.warehouses`. */
const SCOPES: Record<RestEndpoint, string | undefined> = {
  me: undefined,
  warehouse: 'sql',
  warehouses: 'sql',
  cluster: 'clusters',
  clusters: 'clusters',
  catalog: 'unity-catalog',
  schema: 'unity-catalog',
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
    return permissionDenied(
      `Provided OAuth token does not have required scopes: ${scope} [ReqId: ${randomUUID()}]`,
    );
  }
  const rights = workspace.rights.get(nameOf(access)) ?? {};
  if (rights.member === false) {
    return permissionDenied(
      `User ${nameOf(access)} is not a member of this workspace.`,
    );
  }
  switch (endpoint) {
    case 'me':
      return me(access, workspace.account);
    case 'warehouse':
      return warehouse(url, access, rights, workspace);
    case 'warehouses':
      return warehouseList(url, rights, workspace);
    case 'cluster':
      return cluster(url, access, rights, workspace);
    case 'clusters':
      return clusterList(url, rights, workspace);
    case 'catalog':
      return catalog(url, { ...workspace, rights });
    case 'schema':
      return schema(url, { ...workspace, rights });
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

function warehouse(
  url: URL,
  access: Access,
  rights: Rights,
  { warehouses }: Workspace,
): Answer {
  const { sent, decoded: id } = lastSegment(url);
  if (id === undefined || id.includes(INVALID)) {
    return jsonAnswer(400, {
      error_code: 'INVALID_PARAMETER_VALUE',
      message: `${id ?? sent} is not a valid endpoint id.`,
    });
  }
  // Before it is looked for, so that nobody learns of what is not theirs
  if (!isListed(id, rights.warehouses)) {
    return missingLevels(access, WAREHOUSE_LEVELS, `SQL warehouse ${id}`);
  }
  const configured = warehouses?.find(it => it.id === id);
  return configured || (!warehouses && existsByDefault(id))
    ? jsonAnswer(200, described(configured ?? { id }, url))
    : jsonAnswer(404, {
        error_code: 'RESOURCE_DOES_NOT_EXIST',
        message: `SQL warehouse ${id} does not exist.`,
      });
}

/** Those that are configured and allowed; Databricks leaves the field out where there are none. */
function warehouseList(
  url: URL,
  rights: Rights,
  { warehouses = [] }: Workspace,
): Answer {
  const visible = warehouses.filter(it => isListed(it.id, rights.warehouses));
  const { page, next } = pageOf(visible, url, Infinity);
  return jsonAnswer(200, {
    ...(page.length > 0 && {
      warehouses: page.map(it => described(it, url)),
    }),
    ...next,
  });
}

function described(
  { id, name = `Warehouse ${id}`, state = 'STOPPED' }: WarehouseOptions,
  { hostname }: URL,
) {
  const path = `/sql/1.0/warehouses/${id}`;
  return {
    id,
    name,
    state,
    cluster_size: 'Small',
    warehouse_type: 'PRO',
    jdbc_url: `jdbc:databricks://${hostname}:443/default;transportMode=http;ssl=1;AuthMech=11;httpPath=${path};`,
    odbc_params: { hostname, path, port: 443, protocol: 'https' },
  };
}

function cluster(
  url: URL,
  access: Access,
  rights: Rights,
  { clusters }: Workspace,
): Answer {
  const id = url.searchParams.get('cluster_id') ?? '';
  if (id && !isListed(id, rights.clusters)) {
    return missingLevels(access, CLUSTER_LEVELS, `cluster ${id}`);
  }
  const configured = clusters?.find(it => it.clusterId === id);
  return configured || (!clusters && id && existsByDefault(id))
    ? jsonAnswer(200, describedCluster(configured ?? { clusterId: id }))
    : jsonAnswer(400, {
        error_code: 'INVALID_PARAMETER_VALUE',
        message: `Cluster ${id} does not exist`,
      });
}

/**
 * Those that are configured, allowed and made by whom the request filters for; Databricks leaves the field out where there
 * are none.
 */
function clusterList(
  url: URL,
  rights: Rights,
  { clusters = [] }: Workspace,
): Answer {
  const sources = url.searchParams.getAll('filter_by.cluster_sources');
  const visible = clusters
    .filter(it => isListed(it.clusterId, rights.clusters))
    .map(describedCluster)
    .filter(it => sources.length === 0 || sources.includes(it.cluster_source));
  const { page, next } = pageOf(visible, url, CLUSTERS_A_PAGE);
  return jsonAnswer(200, {
    ...(page.length > 0 && { clusters: page }),
    ...next,
  });
}

function describedCluster({
  clusterId,
  name = `Cluster ${clusterId}`,
  state = 'TERMINATED',
  source = 'UI',
}: ClusterOptions) {
  return {
    cluster_id: clusterId,
    cluster_name: name,
    state,
    node_type_id: 'i3.xlarge',
    cluster_source: source,
  };
}

/** Sixteen digits that are always the same for one name. */
function scimId(name: string): string {
  const number = createHash('sha256').update(name).digest().readBigUInt64BE();
  return `4${String(number % 10n ** 15n).padStart(15, '0')}`;
}
