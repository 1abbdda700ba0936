import {
  type FabricTarget,
  type Parsed,
  parseClusterId,
  parseHttpPath,
  parseJdbcUrl,
  parseWarehouseId,
  parseWorkspaceUrl,
  warehouseCompute,
} from '@backstage-databricks/plugin-databricks-common';

/** The pages of a warehouse and of a cluster in Databricks' own interface. */
const WAREHOUSE_PAGE = /\/sql\/(?:1\.0\/)?warehouses\/([^/?#]+)/;
const CLUSTER_PAGE = /[/#](?:compute|setting)\/clusters\/([^/?#]+)/;

/** What begins like an HTTP path is none of the other things, so that its own problem is told. */
const HTTP_PATH_START = /^\/?sql\/(?:1\.0|protocolv1)\//;
/** The workspace that an address chooses, in its query or behind `#`. */
const CHOSEN_WORKSPACE = /[?&]o=([^&#]*)/;

/**
 * Reads what people copy from Databricks: a JDBC URL, an HTTP path, or the address of a workspace, a warehouse or a
 * cluster, with or without `https://`.
 *
 * @param workspaceUrl - the workspace of an HTTP path, as far as it is known
 */
export function readPastedTarget(
  pasted: string,
  expected: string,
  workspaceUrl?: string,
): Parsed<Partial<FabricTarget>> {
  const text = pasted.trim();
  if (/^jdbc:/i.test(text)) {
    return parseJdbcUrl(text);
  }
  if (HTTP_PATH_START.test(text)) {
    const { value, problem } = parseHttpPath(text, workspaceUrl);
    return value === undefined ? { problem } : { value: { compute: value } };
  }
  const address = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(address) || !/^\S+$/.test(text)) {
    return { problem: expected };
  }
  const { origin, username, password } = new URL(address);
  if (!parseWorkspaceUrl(origin).value || username || password) {
    return { problem: expected };
  }
  const chosen = CHOSEN_WORKSPACE.exec(address)?.[0].replace('&', '?') ?? '';
  const workspace = parseWorkspaceUrl(`${origin}/${chosen}`);
  if (workspace.value === undefined) {
    return workspace;
  }
  return {
    value: {
      workspaceUrl: workspace.value,
      compute: computeOfPage(address),
    },
  };
}

function computeOfPage(address: string): FabricTarget['compute'] {
  const warehouse = WAREHOUSE_PAGE.exec(address)?.[1];
  if (warehouse && parseWarehouseId(warehouse).value) {
    return warehouseCompute(warehouse);
  }
  const cluster = CLUSTER_PAGE.exec(address)?.[1];
  return cluster && parseClusterId(cluster).value
    ? { kind: 'cluster', id: cluster, httpPath: '' }
    : undefined;
}
