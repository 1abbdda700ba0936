import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  DialogTrigger,
  Tag,
  TagGroup,
} from '@backstage/ui';
import { RiEqualizer2Line } from '@remixicon/react';
import { ReactNode, RefObject, useEffect, useRef } from 'react';
import { databricksTranslationRef } from '../translation';
import { FilterSelect, ListFilter } from './FilterSelect';
import type { SetFilter } from './useSetFilters';
import styles from './FilterBar.module.css';

/** A field to search in, filters, and what is set; on a phone the filters stand in a dialog. */
export function FilterBar(props: {
  /** The field, to which "/" leads. */
  search: ReactNode;
  filters: ListFilter[];
  set: SetFilter[];
  onClear(): void;
  /** How many there are, before what is set. */
  count?: string;
  /** At the end of the line of what is set. */
  action?: ReactNode;
}) {
  const { search, filters, set, onClear, count, action } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const searchRef = useRef<HTMLDivElement>(null);
  useSlashKey(searchRef);

  const selects = filters.map(filter => (
    <FilterSelect key={filter.id} filter={filter} className={styles.select} />
  ));
  return (
    <>
      <div className={styles.bar}>
        <div className={styles.search} ref={searchRef}>
          {search}
        </div>
        <div className={styles.wide}>{selects}</div>
        <div className={styles.phone}>
          <DialogTrigger>
            <Button variant="secondary" iconStart={<RiEqualizer2Line />}>
              {t('filters.title')}
            </Button>
            <Dialog width="min(400px, 100vw - 2rem)">
              <DialogHeader>{t('filters.title')}</DialogHeader>
              <DialogBody>
                <div className={styles.stacked}>{selects}</div>
              </DialogBody>
              <DialogFooter>
                <Button variant="primary" slot="close">
                  {t('filters.done')}
                </Button>
              </DialogFooter>
            </Dialog>
          </DialogTrigger>
        </div>
      </div>
      {(set.length > 0 || count || action) && (
        <div className={styles.tags}>
          {count && <span className={styles.count}>{count}</span>}
          {set.length > 0 && <SetFilters set={set} onClear={onClear} />}
          {action && <div className={styles.action}>{action}</div>}
        </div>
      )}
    </>
  );
}

/** What is set, to be taken off one by one or all at once. */
function SetFilters(props: { set: SetFilter[]; onClear(): void }) {
  const { set, onClear } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  return (
    <>
      <TagGroup
        aria-label={t('filters.set')}
        items={set}
        onRemove={keys =>
          set.filter(({ id }) => keys.has(id)).forEach(({ remove }) => remove())
        }
      >
        {tag => (
          <Tag id={tag.id} textValue={tag.text}>
            {tag.text}
          </Tag>
        )}
      </TagGroup>
      <Button variant="tertiary" size="small" onPress={onClear}>
        {t('filters.clearAll')}
      </Button>
    </>
  );
}

/** "/" goes to the search, unless somebody writes. */
function useSlashKey(ref: RefObject<HTMLDivElement>) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement | null;
      if (
        event.key === '/' &&
        !document.querySelector('[role=dialog]') &&
        !event.ctrlKey &&
        !event.metaKey &&
        !event.altKey &&
        !target?.closest('input, textarea, select, [contenteditable=true]')
      ) {
        event.preventDefault();
        ref.current?.querySelector('input')?.focus();
      }
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [ref]);
}
