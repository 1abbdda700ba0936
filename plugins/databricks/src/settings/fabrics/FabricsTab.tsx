import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FabricDefinition } from '@backstage-databricks/plugin-databricks-common';
import { useToast } from '@backstage-databricks/plugin-databricks-react';
import { Button, VisuallyHidden } from '@backstage/ui';
import { useEffect, useState } from 'react';
import { databricksTranslationRef } from '../../translation';
import { EmptyCard } from '../../ui/EmptyCard';
import { FilterBar } from '../../ui/FilterBar';
import { FilterSearch } from '../../ui/FilterSearch';
import { Pager } from '../../ui/Pager';
import { useRowFocus } from '../../ui/useRowFocus';
import { useSetFilters } from '../../ui/useSetFilters';
import { useSettingsContext } from '../SettingsContext';
import { DeleteFabric } from './DeleteFabric';
import { filterFabricRows, sortFabricRows } from './fabricRows';
import { FabricTable } from './FabricTable';
import { useFabricRows } from './useFabricRows';
import { useFabricTableFilters } from './useFabricTableFilters';
import { useFabricTableSearch } from './useFabricTableSearch';
import { useSavedFabric } from './useSavedFabric';

/** All fabrics, whoever owns them. All works on the one answer of the settings: no request a key. */
export function FabricsTab() {
  const { settings, refetch, announce } = useSettingsContext();
  const { t } = useTranslationRef(databricksTranslationRef);
  const postToast = useToast();
  const search = useFabricTableSearch();
  const rows = useFabricRows(settings);
  const filters = useFabricTableFilters(rows, search);
  const set = useSetFilters(filters);
  const { tableRef, headingRef, focusRow } = useRowFocus();
  const [deletingName, setDeleting] = useState<string>();
  const deleting = settings.fabrics.find(({ name }) => name === deletingName);

  const found = sortFabricRows(
    filterFabricRows(rows, search.filter),
    search.sort,
  );
  const pages = Math.max(1, Math.ceil(found.length / search.size));
  const page = Math.min(search.page, pages);
  const offset = (page - 1) * search.size;
  const shown = found.slice(offset, offset + search.size);
  const saved = useSavedFabric({ rows, found, page, search });

  const n = String(found.length);
  const total = String(rows.length);
  const { isSet } = search;
  useEffect(() => {
    if (isSet) {
      announce(t('fabricTable.announce', { n, total }));
    }
  }, [isSet, n, total, announce, t]);

  const turn = (to: number) => {
    search.setPage(to);
    focusRow();
  };
  const deleted = async ({ name, title }: FabricDefinition) => {
    const at = shown.findIndex(({ id }) => id === name);
    const next = shown[at + 1] ?? shown[at - 1];
    setDeleting(undefined);
    const text = t('fabricTable.deleted', { title });
    postToast({ text });
    announce(text);
    await refetch();
    focusRow(next?.id);
  };

  return (
    <section aria-labelledby="databricks-fabric-table">
      <VisuallyHidden>
        <h3 id="databricks-fabric-table" ref={headingRef} tabIndex={-1}>
          {t('fabricTable.label')}
        </h3>
      </VisuallyHidden>
      {rows.length > 0 && (
        <FilterBar
          search={
            <FilterSearch
              label={t('fabrics.search')}
              placeholder={t('fabricTable.search', { n: total })}
              q={search.q}
              setQ={search.setQ}
            />
          }
          filters={filters}
          set={set}
          onClear={() => search.clear()}
          count={isSet ? t('filters.count', { n, total }) : undefined}
        />
      )}
      {shown.length > 0 ? (
        <FabricTable
          rows={shown}
          sort={search.sort}
          setSort={search.setSort}
          saved={saved}
          tableRef={tableRef}
          onDelete={({ name }) => setDeleting(name)}
        />
      ) : (
        <NoFabrics
          isEmpty={rows.length === 0}
          q={search.q}
          total={total}
          onClear={() => search.clear()}
        />
      )}
      <Pager
        size={search.size}
        offset={offset}
        count={shown.length}
        total={found.length}
        onPrevious={() => turn(page - 1)}
        onNext={() => turn(page + 1)}
        onSizeChange={search.setSize}
      />
      {deleting && (
        <DeleteFabric
          fabric={deleting}
          onClose={() => setDeleting(undefined)}
          onDeleted={() => deleted(deleting)}
        />
      )}
    </section>
  );
}

function NoFabrics(props: {
  isEmpty: boolean;
  q: string;
  total: string;
  onClear(): void;
}) {
  const { isEmpty, q, total, onClear } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  return isEmpty ? (
    <EmptyCard title={t('fabricTable.emptyTitle')}>
      {t('fabricTable.emptyHelp')}
    </EmptyCard>
  ) : (
    <EmptyCard
      title={
        q
          ? t('fabricTable.nothingTitle', { q })
          : t('fabricTable.nothingTitleFilters')
      }
      action={
        <Button variant="secondary" onPress={onClear}>
          {t('fabrics.clear')}
        </Button>
      }
    >
      {t('fabricTable.nothingHelp', { n: total })}
    </EmptyCard>
  );
}
