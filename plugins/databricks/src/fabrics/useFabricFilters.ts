import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { databricksTranslationRef } from '../translation';
import type { FilterOption, ListFilter } from '../ui/FilterSelect';
import type { FabricItem } from './filterFabrics';
import { EVERYBODY } from './groupFabrics';
import { FILTER_NAMES, FilterName, useFabricSearch } from './useFabricSearch';
import { YOU_STATES } from './you';

/** What can be chosen: what there is among the fabrics. */
export function useFabricFilters(
  { lists, setList }: ReturnType<typeof useFabricSearch>,
  items: FabricItem[],
  owners: Record<string, string>,
): ListFilter[] {
  const { t } = useTranslationRef(databricksTranslationRef);
  const types = new Set(items.map(({ row }) => row.type));
  const states = new Set(items.map(({ you }) => you.state));
  const workspaces = new Map(
    items.map(({ row: { workspace } }) => [workspace.url, workspace.title]),
  );
  const byLabel = (a: FilterOption, b: FilterOption) =>
    a.label.localeCompare(b.label);
  const options: Record<FilterName, FilterOption[]> = {
    type: [...types]
      .map(value => ({ value, label: t(`fabric.type.${value}`) }))
      .sort(byLabel),
    workspace: [...workspaces]
      .map(([value, label]) => ({ value, label }))
      .sort(byLabel),
    state: YOU_STATES.filter(state => states.has(state)).map(value => ({
      value,
      label: t(`fabrics.state.${value}`),
    })),
    owner: [...new Set(items.map(({ row }) => row.owner))]
      .map(value => ({
        value,
        label:
          value === EVERYBODY ? t('who.everybody') : owners[value] ?? value,
      }))
      .sort(byLabel),
  };
  return FILTER_NAMES.map(name => ({
    id: name,
    label: t(`fabrics.filter.${name}`),
    options: options[name],
    chosen: lists[name],
    choose: values => setList(name, values),
  }));
}
