import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  connectionStatusSchema,
  Settings,
} from '@backstage-databricks/plugin-databricks-common';
import { hostOf } from '@backstage-databricks/plugin-databricks-react';
import { useMemo } from 'react';
import { databricksTranslationRef } from '../../translation';
import type { FilterOption, ListFilter } from '../../ui/FilterSelect';
import type { ConnectionSearch } from './useConnectionSearch';

/** What can be chosen, and what a link from elsewhere has set: a user and an app connection have no list of their own. */
export function useConnectionFilters(
  { fabrics, appConnections }: Settings,
  { lists, setList }: ConnectionSearch,
  userTitle: string | undefined,
): { chosen: ListFilter[]; linked: ListFilter[] } {
  const { t } = useTranslationRef(databricksTranslationRef);
  const { workspaces, named } = useMemo(
    () => ({
      workspaces: sorted([
        ...new Map(
          fabrics.map(({ workspaceUrl, workspaceTitle }) => [
            workspaceUrl,
            workspaceTitle ?? hostOf(workspaceUrl).split('.')[0],
          ]),
        ),
      ]),
      named: sorted(fabrics.map(({ name, title }) => [name, title])),
    }),
    [fabrics],
  );
  const filterOf = (
    id: keyof typeof lists,
    options: FilterOption[],
    isSingle = true,
  ): ListFilter => ({
    id,
    label: t(`connectionTable.column.${id}`),
    options,
    chosen: lists[id],
    isSingle,
    choose: values => setList(id, values),
  });
  return {
    chosen: [
      filterOf('workspace', workspaces),
      filterOf('fabric', named),
      filterOf(
        'status',
        connectionStatusSchema.options.map(value => ({
          value,
          label: t(`connectionTable.filter.${value}`),
        })),
        false,
      ),
    ],
    linked: [
      filterOf(
        'user',
        lists.user.map(value => ({ value, label: userTitle ?? value })),
      ),
      filterOf(
        'appConnection',
        appConnections.map(({ name, title }) => ({
          value: name,
          label: title,
        })),
      ),
    ],
  };
}

function sorted(pairs: [value: string, label: string][]): FilterOption[] {
  return pairs
    .map(([value, label]) => ({ value, label }))
    .sort((a, b) => a.label.localeCompare(b.label));
}
