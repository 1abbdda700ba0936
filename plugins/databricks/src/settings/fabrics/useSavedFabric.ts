import { useContext, useEffect, useRef } from 'react';
import { SavedContext } from '../SavedContext';
import type { FabricTableRow } from './fabricRows';
import type { FabricTableSearch } from './useFabricTableSearch';

const SUBJECT = 'fabric:';

/**
 * The name of the fabric that was saved a moment ago. Its row is shown once: the search that hides it is cleared, its
 * page is turned to.
 */
export function useSavedFabric(of: {
  rows: FabricTableRow[];
  found: FabricTableRow[];
  page: number;
  search: FabricTableSearch;
}): string | undefined {
  const { rows, found, page, search } = of;
  const saved = useContext(SavedContext);
  const name = saved?.startsWith(SUBJECT)
    ? saved.slice(SUBJECT.length)
    : undefined;
  const isThere = rows.some(({ id }) => id === name);
  const at = found.findIndex(({ id }) => id === name);
  // What was saved before one came here hides nothing that one came for
  const shown = useRef(name);

  useEffect(() => {
    if (!name) {
      shown.current = undefined;
    }
    if (!name || !isThere || shown.current === name) {
      return;
    }
    const itsPage = Math.floor(at / search.size) + 1;
    if (at === -1) {
      search.clear({ replace: true });
    } else if (itsPage !== page) {
      search.set({ page: String(itsPage) }, { replace: true });
    } else {
      shown.current = name;
    }
  }, [name, isThere, at, page, search]);

  return name;
}
