import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { databricksTranslationRef } from '../translation';
import type { ListFilter } from './FilterSelect';

/** A filter that is set, in words, and how it is taken off. */
export type SetFilter = { id: string; text: string; remove(): void };

/** The filters that are set. */
export function useSetFilters(filters: ListFilter[]): SetFilter[] {
  const { t } = useTranslationRef(databricksTranslationRef);
  return filters
    .filter(({ chosen }) => chosen.length > 0)
    .map(({ id, label, options, chosen, choose }) => ({
      id,
      text: t('filters.tag', {
        name: label,
        values: chosen
          .map(
            value =>
              options.find(option => option.value === value)?.label ?? value,
          )
          .join(', '),
      }),
      remove: () => choose([]),
    }));
}
