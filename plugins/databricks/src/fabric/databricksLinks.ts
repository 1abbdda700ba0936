import type { Fabric } from '@backstage-databricks/plugin-databricks-common';

/** Pages at Databricks (the paths that its own command line opens). */
export const databricksLinks = {
  compute: (
    workspaceUrl: string,
    { kind, id }: Pick<NonNullable<Fabric['compute']>, 'kind' | 'id'>,
  ) =>
    kind === 'warehouse'
      ? `${workspaceUrl}/sql/warehouses/${encodeURIComponent(id)}`
      : `${workspaceUrl}/compute/clusters/${encodeURIComponent(id)}`,
  data: (workspaceUrl: string, catalog: string, schema?: string) =>
    [workspaceUrl, 'explore/data', encodeURIComponent(catalog)]
      .concat(schema ? encodeURIComponent(schema) : [])
      .join('/'),
};

/** What JDBC drivers take, without anything secret. */
export function jdbcUrl(fabric: Fabric): string | undefined {
  const { workspaceUrl, compute, catalog, schema } = fabric;
  if (!compute) {
    return undefined;
  }
  const { hostname, port } = new URL(workspaceUrl);
  return [
    `jdbc:databricks://${hostname}:${port || '443'}`,
    `httpPath=${compute.httpPath}`,
    ...(catalog ? [`ConnCatalog=${catalog}`] : []),
    ...(schema ? [`ConnSchema=${schema}`] : []),
  ].join(';');
}
