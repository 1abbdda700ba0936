import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { databricksTranslationRef } from '../../translation';
import type { FilterOption, ListFilter } from '../../ui/FilterSelect';
import type { FabricTableRow } from './fabricRows';
import {
  filterOfServicePrincipal,
  SERVICE_PRINCIPAL_FILTERS,
} from './servicePrincipalState';
import {
  FABRIC_TABLE_FILTERS,
  FabricTableSearch,
} from './useFabricTableSearch';

/** What can be chosen: what there is among the fabrics. */
export function useFabricTableFilters(
  rows: FabricTableRow[],
  { lists, setList }: FabricTableSearch,
): ListFilter[] {
  const { t } = useTranslationRef(databricksTranslationRef);
  const states = new Set(
    rows.map(({ servicePrincipal }) =>
      filterOfServicePrincipal(servicePrincipal),
    ),
  );
  const options: Record<keyof typeof lists, FilterOption[]> = {
    owner: distinct(rows.map(({ fabric, owner }) => [fabric.owner, owner])),
    workspace: distinct(
      rows.map(({ fabric, workspace }) => [fabric.workspaceUrl, workspace]),
    ),
    servicePrincipal: SERVICE_PRINCIPAL_FILTERS.filter(
      it => states.has(it) || lists.servicePrincipal.includes(it),
    ).map(value => ({ value, label: t(`fabricTable.filter.${value}`) })),
  };
  return FABRIC_TABLE_FILTERS.map(name => ({
    id: name,
    label: t(`fabricTable.column.${name}`),
    options: options[name],
    chosen: lists[name],
    choose: values => setList(name, values),
  }));
}

function distinct(pairs: [value: string, label: string][]): FilterOption[] {
  return [...new Map(pairs)]
    .map(([value, label]) => ({ value, label }))
    .sort((a, b) => a.label.localeCompare(b.label));
}
