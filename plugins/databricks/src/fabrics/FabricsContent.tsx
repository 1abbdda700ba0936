import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FabricList } from '@backstage-databricks/plugin-databricks-common';
import {
  useEntityTitles,
  useWaitingSignIns,
} from '@backstage-databricks/plugin-databricks-react';
import { Button, Link, ToggleButton, VisuallyHidden } from '@backstage/ui';
import { RiInformationLine } from '@remixicon/react';
import { useEffect, useMemo, useRef } from 'react';
import { databricksTranslationRef } from '../translation';
import { EmptyCard } from '../ui/EmptyCard';
import { FilterBar } from '../ui/FilterBar';
import { FilterSearch } from '../ui/FilterSearch';
import { useLinks } from '../ui/Links';
import { Pager } from '../ui/Pager';
import { useSetFilters } from '../ui/useSetFilters';
import { tilesOf } from '../workspaces/tiles';
import { Workspaces } from '../workspaces/Workspaces';
import { FabricGroups } from './FabricGroups';
import { countNeeds, fabricItems, filterFabrics } from './filterFabrics';
import { groupFabrics, paginate } from './groupFabrics';
import { useFabricFilters } from './useFabricFilters';
import { useFabricSearch } from './useFabricSearch';
import styles from './FabricsPage.module.css';

/** The documents of the plugin. */
const HOW_IT_WORKS =
  'https://github.com/backstage-databricks/backstage-databricks/blob/main/docs/use.md';

/** All works on the one answer that painted the page: no request a key. */
export function FabricsContent(props: { list: FabricList }) {
  const { list } = props;
  const { admins, issuers } = list;
  const { t } = useTranslationRef(databricksTranslationRef);
  const links = useLinks();
  const waiting = useWaitingSignIns();
  const search = useFabricSearch();
  const headingRef = useRef<HTMLHeadingElement>(null);

  // Typing draws the page anew, and 1,000 fabrics are not described anew each time
  const items = useMemo(() => fabricItems(list, waiting), [list, waiting]);
  const owners = useMemo(
    () => [...new Set(items.map(({ row }) => row.owner))].sort(),
    [items],
  );
  const titles = useEntityTitles(owners.filter(owner => owner !== '*'));
  const filters = useFabricFilters(search, items, titles);
  const set = useSetFilters(filters);
  if (search.filter.needs) {
    set.push({
      id: 'needs',
      text: t('fabrics.filter.needs'),
      remove: () => search.setNeeds(false),
    });
  }
  const tiles = tilesOf(issuers, waiting);
  const needs = countNeeds(items);

  const found = filterFabrics(items, search.filter);
  const pages = paginate(groupFabrics(found, titles), search.size);
  const page = pages[Math.min(search.page, pages.length) - 1];
  const isFirstVisit =
    tiles.length > 0 &&
    tiles.every(({ you }) =>
      ['notConnected', 'notSetUp', 'waiting'].includes(you.state),
    );
  // The heading of the new page is there once that is drawn
  const isTurned = useRef(false);
  useEffect(() => {
    if (isTurned.current) {
      isTurned.current = false;
      headingRef.current?.focus();
    }
  });
  const turn = (to: number) => {
    isTurned.current = true;
    search.setPage(to);
  };
  const needed = needs.signIns + needs.servicePrincipals;

  return (
    <>
      {isFirstVisit && (
        <div className={styles.first}>
          <RiInformationLine aria-hidden="true" />
          <span>
            {t('workspaces.firstVisit')}{' '}
            <Link href={HOW_IT_WORKS} target="_blank" rel="noreferrer">
              {t('workspaces.howItWorks')}
            </Link>
          </span>
        </div>
      )}
      {tiles.length > 0 && (
        <Workspaces
          tiles={tiles}
          admins={admins}
          hrefOf={({ issuer }) =>
            `${links.fabrics ?? ''}?workspace=${encodeURIComponent(issuer.url)}`
          }
        />
      )}
      <section aria-labelledby="databricks-fabrics">
        <div className={styles.heading}>
          <h2 id="databricks-fabrics">
            {t('fabrics.title')}
            <span className={styles.count}>
              {search.isSet
                ? t('filters.count', {
                    n: String(found.length),
                    total: String(items.length),
                  })
                : items.length}
            </span>
          </h2>
          {(needed > 0 || search.filter.needs) && (
            <div className={styles.needs}>
              <span>
                {[
                  needs.signIns > 0 &&
                    t('fabrics.needs.signIns', { count: needs.signIns }),
                  needs.servicePrincipals > 0 &&
                    t('fabrics.needs.servicePrincipals', {
                      count: needs.servicePrincipals,
                    }),
                ]
                  .filter(Boolean)
                  .join(', ')}
              </span>
              <ToggleButton
                size="small"
                isSelected={search.filter.needs}
                onChange={search.setNeeds}
              >
                {t('fabrics.needsYou', { n: String(needed) })}
              </ToggleButton>
            </div>
          )}
        </div>
        <FilterBar
          search={
            <FilterSearch
              label={t('fabrics.search')}
              placeholder={t('fabrics.searchPlaceholder')}
              q={search.q}
              setQ={search.setQ}
            />
          }
          filters={filters}
          set={set}
          onClear={() => search.clear()}
        />
        <VisuallyHidden role="status">
          {search.isSet &&
            t('fabrics.announce', {
              n: String(found.length),
              total: String(items.length),
            })}
        </VisuallyHidden>
        {page ? (
          <FabricGroups
            page={page}
            titles={titles}
            admins={admins}
            headingRef={headingRef}
          />
        ) : (
          <div className={styles.nothing}>
            <EmptyCard
              title={
                search.filter.q
                  ? t('fabrics.nothingTitle', { q: search.filter.q })
                  : t('fabrics.nothingTitleFilters')
              }
              action={
                <Button variant="secondary" onPress={() => search.clear()}>
                  {t('fabrics.clear')}
                </Button>
              }
            >
              {t('fabrics.nothingHelp', { n: String(items.length) })}{' '}
              {set.length > 0 &&
                t('fabrics.nothingFiltered', {
                  filters: set.map(({ text }) => text).join('; '),
                })}
            </EmptyCard>
          </div>
        )}
        {page && (
          <Pager
            size={search.size}
            offset={page.offset}
            count={page.count}
            total={found.length}
            onPrevious={() => turn(pages.indexOf(page))}
            onNext={() => turn(pages.indexOf(page) + 2)}
            onSizeChange={search.setSize}
          />
        )}
      </section>
    </>
  );
}
