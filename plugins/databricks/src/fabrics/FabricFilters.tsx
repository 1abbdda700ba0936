import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  DialogTrigger,
  SearchField,
  Select,
  Tag,
  TagGroup,
} from '@backstage/ui';
import { RiEqualizer2Line } from '@remixicon/react';
import { RefObject, useEffect, useState, useTransition } from 'react';
import { databricksTranslationRef } from '../translation';
import { useSetFilters } from './useSetFilters';
import { FabricSearch, FILTER_NAMES, FilterName } from './useFabricSearch';
import type { FilterOption } from './useFilterOptions';
import styles from './FabricFilters.module.css';

/** Search and filters; on a phone the filters stand in a dialog. */
export function FabricFilters(props: {
  search: FabricSearch;
  options: Record<FilterName, FilterOption[]>;
  searchRef: RefObject<HTMLDivElement>;
}) {
  const { search, options, searchRef } = props;
  const { filter, setQ, setList } = search;
  const { t } = useTranslationRef(databricksTranslationRef);
  useSlashKey(searchRef);

  const selects = FILTER_NAMES.map(name => (
    <Select
      key={name}
      className={styles.select}
      size="small"
      aria-label={t(`fabrics.filter.${name}`)}
      placeholder={t(`fabrics.filter.${name}`)}
      selectionMode="multiple"
      options={options[name]}
      search={options[name].length > 8 ? true : undefined}
      value={filter[name]}
      onChange={values => setList(name, (values ?? []).map(String))}
    />
  ));
  return (
    <>
      <div className={styles.bar}>
        <Search q={filter.q} setQ={setQ} searchRef={searchRef} />
        <div className={styles.wide}>{selects}</div>
        <div className={styles.phone}>
          <DialogTrigger>
            <Button variant="secondary" iconStart={<RiEqualizer2Line />}>
              {t('fabrics.filters')}
            </Button>
            <Dialog width="min(400px, 100vw - 2rem)">
              <DialogHeader>{t('fabrics.filters')}</DialogHeader>
              <DialogBody>
                <div className={styles.stacked}>{selects}</div>
              </DialogBody>
              <DialogFooter>
                <Button variant="primary" slot="close">
                  {t('fabrics.filter.done')}
                </Button>
              </DialogFooter>
            </Dialog>
          </DialogTrigger>
        </div>
      </div>
      <SetFilters search={search} options={options} />
    </>
  );
}

/** What is typed stands there at once; the page is drawn anew in small steps, between which the next key is taken. */
function Search(props: {
  q: string;
  setQ(q: string): void;
  searchRef: RefObject<HTMLDivElement>;
}) {
  const { q, setQ, searchRef } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const [isDrawing, startDrawing] = useTransition();
  const [typed, setTyped] = useState(q);
  return (
    <SearchField
      ref={searchRef}
      className={styles.search}
      size="small"
      aria-label={t('fabrics.search')}
      placeholder={t('fabrics.searchPlaceholder')}
      value={isDrawing ? typed : q}
      onChange={text => {
        setTyped(text);
        startDrawing(() => setQ(text));
      }}
    />
  );
}

/** What is set, to be taken off one by one or all at once. */
function SetFilters(props: {
  search: FabricSearch;
  options: Record<FilterName, FilterOption[]>;
}) {
  const { search, options } = props;
  const { setList, setNeeds, clear } = search;
  const { t } = useTranslationRef(databricksTranslationRef);
  const tags = useSetFilters(search, options);
  if (tags.length === 0) {
    return null;
  }
  return (
    <div className={styles.tags}>
      <TagGroup
        aria-label={t('fabrics.filter.set')}
        items={tags}
        onRemove={keys => {
          for (const key of keys) {
            if (key === 'needs') {
              setNeeds(false);
            } else {
              setList(key as FilterName, []);
            }
          }
        }}
      >
        {tag => (
          <Tag id={tag.id} textValue={tag.text}>
            {tag.text}
          </Tag>
        )}
      </TagGroup>
      <Button variant="tertiary" size="small" onPress={clear}>
        {t('fabrics.filter.clearAll')}
      </Button>
    </div>
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
