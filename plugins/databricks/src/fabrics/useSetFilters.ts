import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { databricksTranslationRef } from '../translation';
import { FabricSearch, FILTER_NAMES, FilterName } from './useFabricSearch';
import type { FilterOption } from './useFilterOptions';

/** The filters that are set, in words. */
export function useSetFilters(
  { filter }: FabricSearch,
  options: Record<FilterName, FilterOption[]>,
): { id: string; text: string }[] {
  const { t } = useTranslationRef(databricksTranslationRef);
  const labelOf = (name: FilterName, value: string) =>
    options[name].find(option => option.value === value)?.label ?? value;
  const tags: { id: string; text: string }[] = FILTER_NAMES.filter(
    name => filter[name].length > 0,
  ).map(name => ({
    id: name,
    text: t('fabrics.filter.tag', {
      name: t(`fabrics.filter.${name}`),
      values: filter[name].map(value => labelOf(name, value)).join(', '),
    }),
  }));
  if (filter.needs) {
    tags.push({ id: 'needs', text: t('fabrics.filter.needs') });
  }
  return tags;
}
