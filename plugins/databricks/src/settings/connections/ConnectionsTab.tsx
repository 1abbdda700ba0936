import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  useEntityTitles,
  useToast,
} from '@backstage-databricks/plugin-databricks-react';
import { Button, Skeleton, VisuallyHidden } from '@backstage/ui';
import { useCallback, useEffect, useState } from 'react';
import { databricksTranslationRef } from '../../translation';
import { FilterBar } from '../../ui/FilterBar';
import { ResourceView } from '../../ui/ResourceView';
import { useRowFocus } from '../../ui/useRowFocus';
import { useSetFilters } from '../../ui/useSetFilters';
import { useSettingsContext } from '../SettingsContext';
import type { AdminConnection } from './AdminConnection';
import { ConnectionTable } from './ConnectionTable';
import { CursorPager } from './CursorPager';
import { EndConnections } from './EndConnections';
import { NoConnections } from './NoConnections';
import { SelectionBar } from './SelectionBar';
import { useConnectionFilters } from './useConnectionFilters';
import { useConnectionPages } from './useConnectionPages';
import { useConnectionSearch } from './useConnectionSearch';
import type { ToEnd } from './useEndConnections';
import { UserFinder } from './UserFinder';

const NONE: ReadonlySet<string> = new Set();

/** The connections of all users, as the filters let them through. */
export function ConnectionsTab() {
  const { settings, refetch: refetchSettings, announce } = useSettingsContext();
  const { t } = useTranslationRef(databricksTranslationRef);
  const postToast = useToast();
  const search = useConnectionSearch();
  const { user } = search.filter;
  const pages = useConnectionPages(search.filter);
  const { remote } = pages.state;
  const list = remote.status === 'loaded' ? remote.value : undefined;
  const items = list?.items ?? [];
  const titles = useEntityTitles(usersOf(items, user));
  const userTitle = user && titles[user];
  const { chosen, linked } = useConnectionFilters(settings, search, userTitle);
  const set = useSetFilters([...linked, ...chosen]);
  const { tableRef, headingRef, focusRow } = useRowFocus();
  const [selectedIds, setSelectedIds] = useState(NONE);
  const [toEnd, setToEnd] = useState<ToEnd>();
  const clearSelection = useCallback(() => setSelectedIds(NONE), []);

  // Of what is in sight: another page or filter begins with none
  const selected = items.filter(({ id }) => selectedIds.has(id));
  const n = list?.total;
  const total = settings.counts?.connections;
  const isCounted = search.isSet && n !== undefined && total !== undefined;
  useEffect(() => {
    if (isCounted) {
      announce(
        t('connectionTable.announce', { n: String(n), total: String(total) }),
      );
    }
  }, [isCounted, n, total, announce, t]);

  const turn = (to: (() => void) | undefined) =>
    to &&
    (() => {
      clearSelection();
      to();
      focusRow();
    });
  const ended = async (done: number, left: AdminConnection[]) => {
    const next =
      toEnd?.kind === 'selected' ? nextOf(items, toEnd.connections) : undefined;
    setSelectedIds(new Set(left.map(({ id }) => id)));
    setToEnd(
      left.length > 0 ? { kind: 'selected', connections: left } : undefined,
    );
    const text = t('connectionTable.ended', { count: done });
    announce(text);
    if (left.length === 0) {
      postToast({ text });
      // What had the focus is gone
      focusRow(next?.id);
    }
    await Promise.all([pages.refetch(), refetchSettings()]);
  };

  return (
    <section aria-labelledby="databricks-connection-table">
      <VisuallyHidden>
        <h3 id="databricks-connection-table" ref={headingRef} tabIndex={-1}>
          {t('connectionTable.label')}
        </h3>
      </VisuallyHidden>
      <FilterBar
        search={
          <UserFinder
            user={user}
            title={userTitle}
            onChange={to => search.setList('user', to ? [to] : [])}
          />
        }
        filters={chosen}
        set={set}
        onClear={() => search.clear()}
        count={
          isCounted
            ? t('filters.count', { n: String(n), total: String(total) })
            : undefined
        }
        action={
          user &&
          items.length > 0 && (
            <Button
              variant="secondary"
              onPress={() => setToEnd({ kind: 'user', user })}
            >
              {t('connectionTable.endAllOf', { who: titles[user] })}
            </Button>
          )
        }
      />
      <ResourceView
        state={pages.state}
        loading={t('connectionTable.loading')}
        errorTitle={t('connectionTable.errorTitle')}
        skeleton={<Skeleton height="20rem" width="100%" />}
      >
        {({ items: connections }) =>
          connections.length > 0 ? (
            <ConnectionTable
              connections={connections}
              titles={titles}
              isStale={pages.isStale}
              selected={selectedIds}
              onSelect={setSelectedIds}
              onEnd={connection =>
                setToEnd({ kind: 'selected', connections: [connection] })
              }
              tableRef={tableRef}
            />
          ) : (
            <NoConnections
              isSet={search.isSet}
              onClear={() => search.clear()}
            />
          )
        }
      </ResourceView>
      <CursorPager
        onPrevious={turn(pages.previous)}
        onNext={turn(pages.next)}
      />
      {selected.length > 0 && (
        <SelectionBar
          count={selected.length}
          onClear={clearSelection}
          onEnd={() => setToEnd({ kind: 'selected', connections: selected })}
        />
      )}
      {toEnd && (
        <EndConnections
          toEnd={toEnd}
          titles={titles}
          onClose={() => setToEnd(undefined)}
          onEnded={ended}
        />
      )}
    </section>
  );
}

function usersOf(items: AdminConnection[], chosen: string | undefined) {
  const users = items.map(({ user }) => user);
  return [...new Set(chosen ? [chosen, ...users] : users)];
}

/** The row behind the last of those that ended, else the last one before them. */
function nextOf(
  items: AdminConnection[],
  ended: AdminConnection[],
): AdminConnection | undefined {
  const isEnded = ({ id }: AdminConnection) => ended.some(it => it.id === id);
  const last = items.map(isEnded).lastIndexOf(true);
  return items[last + 1] ?? [...items].reverse().find(item => !isEnded(item));
}
