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
const WAREHOUSE_PAGE = /\/sql\/warehouses\/([^/?#]+)/;
const CLUSTER_PAGE = /\/(?:compute|setting)\/clusters\/([^/?#]+)/;

/**
 * Reads what people copy from Databricks: a JDBC URL, an HTTP path, or the address of a workspace, a warehouse or a
 * cluster, with or without `https://`.
 */
export function readPastedTarget(
  pasted: string,
  expected: string,
): Parsed<Partial<FabricTarget>> {
  const text = pasted.trim();
  if (/^jdbc:/i.test(text)) {
    return parseJdbcUrl(text);
  }
  const httpPath = parseHttpPath(text);
  if (httpPath.value) {
    return { value: { compute: httpPath.value } };
  }
  const address = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(address) || !/^\S+$/.test(text)) {
    return { problem: expected };
  }
  const { origin, username, password } = new URL(address);
  const workspaceUrl = parseWorkspaceUrl(origin);
  if (workspaceUrl.value === undefined || username || password) {
    return { problem: expected };
  }
  return {
    value: {
      workspaceUrl: workspaceUrl.value,
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
