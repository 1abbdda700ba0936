import { stringifyEntityRef } from '@backstage/catalog-model';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import { useApiHolder } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { DATABRICKS_FABRIC_ANNOTATION } from '@backstage-databricks/plugin-databricks-common';
import { useEffect, useState } from 'react';
import { fabricNames } from '../entity/fabricNames';

/** More are not read: nobody looks at them all. */
const MAX_ENTITIES = 500;

type UsingEntity = { ref: string; title: string; kind: string };

/** The entities whose annotation names a fabric; none while that is not known. */
export function useUsingEntities(fabric: string): UsingEntity[] {
  const catalogApi = useApiHolder().get(catalogApiRef);
  const [entities, setEntities] = useState<UsingEntity[]>([]);

  useEffect(() => {
    let current = true;
    catalogApi
      ?.queryEntities({
        filter: {
          [`metadata.annotations.${DATABRICKS_FABRIC_ANNOTATION}`]:
            CATALOG_FILTER_EXISTS,
        },
        fields: ['kind', 'metadata', 'spec.type'],
        limit: MAX_ENTITIES,
      })
      .then(
        ({ items }) =>
          current &&
          setEntities(
            items
              .filter(entity => fabricNames(entity).includes(fabric))
              .map(entity => {
                const { metadata, kind, spec } = entity;
                return {
                  ref: stringifyEntityRef(entity),
                  title: metadata.title ?? metadata.name,
                  kind: String(spec?.type ?? kind),
                };
              })
              .sort((a, b) => a.title.localeCompare(b.title)),
          ),
        () => {},
      );
    return () => {
      current = false;
    };
  }, [catalogApi, fabric]);

  return entities;
}
