import { useApiHolder } from '@backstage/frontend-plugin-api';
import {
  entityPresentationApiRef,
  entityPresentationSnapshot,
} from '@backstage/plugin-catalog-react';
import { useEffect, useMemo, useState } from 'react';

/**
 * What people and groups are called, by their entity refs: the title that the catalog has, once it is known, else the
 * name within the ref.
 *
 * @public
 */
export function useEntityTitles(refs: string[]): Record<string, string> {
  const presentationApi = useApiHolder().get(entityPresentationApiRef);
  const [loaded, setLoaded] = useState<Record<string, string>>({});
  const key = refs.join(' ');

  useEffect(() => {
    let current = true;
    const keep = (ref: string, title: string) =>
      current &&
      setLoaded(before =>
        before[ref] === title ? before : { ...before, [ref]: title },
      );
    for (const ref of key ? key.split(' ') : []) {
      presentationApi?.forEntity(ref).promise.then(
        ({ primaryTitle }) => keep(ref, primaryTitle),
        () => {},
      );
    }
    return () => {
      current = false;
    };
  }, [key, presentationApi]);

  return useMemo(
    () =>
      Object.fromEntries(
        (key ? key.split(' ') : []).map(ref => [
          ref,
          loaded[ref] ??
            entityPresentationSnapshot(ref, undefined, presentationApi)
              .primaryTitle,
        ]),
      ),
    [key, loaded, presentationApi],
  );
}
