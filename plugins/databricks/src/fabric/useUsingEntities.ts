import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { CATALOG_FILTER_EXISTS, CatalogApi } from '@backstage/catalog-client';
import { useApiHolder } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { DATABRICKS_FABRIC_ANNOTATION } from '@backstage-databricks/plugin-databricks-common';
import { useEffect, useState } from 'react';
import { fabricNames } from '../entity/fabricNames';

const ANNOTATION = `metadata.annotations.${DATABRICKS_FABRIC_ANNOTATION}`;

/** What one answer of the catalog has at most. */
const PAGE_SIZE = 500;

/** More are not read: a page that one looks at must not keep the catalog busy. */
const MAX_PAGES = 20;

type UsingEntities = {
  entities: { ref: string; title: string; kind: string }[];
  /** Whether there may be others, which were not read. */
  isCut: boolean;
};

const NONE: UsingEntities = { entities: [], isCut: false };

/** The entities whose annotation names a fabric; none while that is not known. */
export function useUsingEntities(fabric: string): UsingEntities {
  const catalogApi = useApiHolder().get(catalogApiRef);
  const [using, setUsing] = useState(NONE);

  useEffect(() => {
    const aborter = new AbortController();
    const { signal } = aborter;
    if (catalogApi) {
      setUsing(NONE);
      read(catalogApi, fabric, signal).then(
        found => signal.aborted || setUsing(found),
        () => {},
      );
    }
    return () => aborter.abort();
  }, [catalogApi, fabric]);

  return using;
}

/** An annotation may hold several names, and the catalog does not search long values: each annotation is looked at here. */
async function read(
  catalogApi: CatalogApi,
  fabric: string,
  signal: AbortSignal,
): Promise<UsingEntities> {
  const found: Entity[] = [];
  let pages = 0;
  let cursor: string | undefined;
  do {
    const { items, pageInfo } = await catalogApi.queryEntities({
      ...(cursor
        ? { cursor }
        : { filter: { [ANNOTATION]: CATALOG_FILTER_EXISTS } }),
      fields: [
        'kind',
        'metadata.name',
        'metadata.namespace',
        'metadata.title',
        ANNOTATION,
        'spec.type',
      ],
      limit: PAGE_SIZE,
    });
    found.push(...items.filter(it => fabricNames(it).includes(fabric)));
    pages++;
    cursor = pageInfo.nextCursor;
  } while (cursor && pages < MAX_PAGES && !signal.aborted);
  return {
    entities: found
      .map(entity => {
        const { metadata, kind, spec } = entity;
        return {
          ref: stringifyEntityRef(entity),
          title: metadata.title ?? metadata.name,
          kind: String(spec?.type ?? kind),
        };
      })
      .sort((a, b) => a.title.localeCompare(b.title)),
    isCut: cursor !== undefined,
  };
}
