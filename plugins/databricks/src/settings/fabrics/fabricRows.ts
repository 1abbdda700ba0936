import type { FabricDefinition } from '@backstage-databricks/plugin-databricks-common';
import {
  compareServicePrincipals,
  filterOfServicePrincipal,
  ServicePrincipalState,
} from './servicePrincipalState';

/** A fabric with what its row shows. */
export type FabricTableRow = {
  /** The name of the fabric. */
  id: string;
  fabric: FabricDefinition;
  owner: string;
  workspace: string;
  compute: string;
  servicePrincipal: ServicePrincipalState;
  /** Undefined while it is not known. */
  users?: number;
};

export type FabricTableFilter = {
  q: string;
  owner: string[];
  workspace: string[];
  servicePrincipal: string[];
};

export const SORTED_BY = [
  'servicePrincipal',
  'title',
  'owner',
  'workspace',
  'compute',
  'users',
] as const;

export type FabricSort = {
  column: (typeof SORTED_BY)[number];
  isDescending: boolean;
};

export function filterFabricRows(
  rows: FabricTableRow[],
  filter: FabricTableFilter,
): FabricTableRow[] {
  const words = filter.q.toLowerCase().split(/\s+/).filter(Boolean);
  const isChosen = (chosen: string[], value: string) =>
    chosen.length === 0 || chosen.includes(value);
  return rows.filter(
    row =>
      isChosen(filter.owner, row.fabric.owner) &&
      isChosen(filter.workspace, row.fabric.workspaceUrl) &&
      isChosen(
        filter.servicePrincipal,
        filterOfServicePrincipal(row.servicePrincipal),
      ) &&
      (words.length === 0 || matches(row, words)),
  );
}

function matches(row: FabricTableRow, words: string[]): boolean {
  const { title, name, description, workspaceUrl, catalog, schema } =
    row.fabric;
  const text = [
    title,
    name,
    description,
    row.workspace,
    workspaceUrl,
    row.compute,
    row.fabric.warehouseId,
    row.fabric.clusterId,
    catalog,
    schema,
    catalog && schema && `${catalog}.${schema}`,
    row.owner,
  ]
    .join('\n')
    .toLowerCase();
  return words.every(word => text.includes(word));
}

/** `users`, or `-users` from the most to the fewest; else worst service principal first. */
export function readFabricSort(text: string | null): FabricSort {
  const [, sign, word] = /^(-?)(.*)$/.exec(text ?? '') ?? [];
  const column = SORTED_BY.find(it => it === word);
  return column
    ? { column, isDescending: sign === '-' }
    : { column: 'servicePrincipal', isDescending: false };
}

/** Those that are alike by title. */
export function sortFabricRows(
  rows: FabricTableRow[],
  { column, isDescending }: FabricSort,
): FabricTableRow[] {
  const { compare } = new Intl.Collator();
  const titles = (a: FabricTableRow, b: FabricTableRow) =>
    compare(a.fabric.title, b.fabric.title) || compare(a.id, b.id);
  const by = (a: FabricTableRow, b: FabricTableRow): number => {
    switch (column) {
      case 'title':
        return titles(a, b);
      case 'servicePrincipal':
        return compareServicePrincipals(a.servicePrincipal, b.servicePrincipal);
      case 'users':
        return (a.users ?? 0) - (b.users ?? 0);
      case 'owner':
      case 'workspace':
      case 'compute':
        return compare(a[column], b[column]);
      default:
        return column satisfies never;
    }
  };
  const sign = isDescending ? -1 : 1;
  return [...rows].sort((a, b) => sign * by(a, b) || titles(a, b));
}
