import { useApiHolder } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { isFullEntityRef } from '@backstage-databricks/plugin-databricks-common';
import { useEffect, useState } from 'react';

const TYPED_MS = 300;

/** Whether the catalog says that it knows no such entity. While it does not answer, nothing is said. */
export function useIsUnknown(entityRef: string): boolean {
  const catalogApi = useApiHolder().get(catalogApiRef);
  const [unknown, setUnknown] = useState<string>();

  useEffect(() => {
    if (!isFullEntityRef(entityRef)) {
      return undefined;
    }
    let isCurrent = true;
    const timer = setTimeout(
      () =>
        catalogApi?.getEntityByRef(entityRef).then(
          entity => isCurrent && setUnknown(entity ? undefined : entityRef),
          () => {},
        ),
      TYPED_MS,
    );
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [catalogApi, entityRef]);

  return unknown === entityRef;
}
