import type { JsonObject } from '@backstage/types';

const OWNERS = ['group:default/analytics', '*'];

const SUBJECTS = ['Sales', 'Orders', 'Churn', 'Returns', 'Stock', 'Finance'];

/** Configuration of fabrics beside those of the demo, in workspaces of their own; Alice may use all of them. */
export function moreFabrics(count: number, workspaces: number): JsonObject {
  const urlOf = (i: number) =>
    `https://adb-${1000 + (i % workspaces)}.1.azuredatabricks.net`;
  return {
    databricks: {
      workspaces: Object.fromEntries(
        Array.from({ length: workspaces }, (_, i) => [
          `region-${i}`,
          { title: `Region ${i}`, url: urlOf(i) },
        ]),
      ),
      fabrics: Object.fromEntries(
        Array.from({ length: count }, (_, i) => [
          `many-${i}`,
          {
            title: `${SUBJECTS[i % SUBJECTS.length]} ${i}`,
            description: 'One of the many fabrics of a large company',
            type: 'sql',
            owner: OWNERS[i % OWNERS.length],
            workspaceUrl: urlOf(i),
            warehouseId: `many${i}`,
            catalog: 'main',
            schema: `sales_${i % 40}`,
          },
        ]),
      ),
    },
  };
}
