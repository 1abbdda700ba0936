import { useSearchParams } from 'react-router-dom';
import type { FabricFilter } from './filterFabrics';

export const PAGE_SIZES = [25, 50, 100];

export const FILTER_NAMES = ['type', 'workspace', 'state', 'owner'] as const;

export type FilterName = (typeof FILTER_NAMES)[number];

export type FabricSearch = {
  filter: FabricFilter;
  /** From 1. */
  page: number;
  size: number;
  /** Whether anything is searched or filtered. */
  isSet: boolean;
  setQ(q: string): void;
  setList(name: FilterName, values: string[]): void;
  setNeeds(needs: boolean): void;
  setPage(page: number): void;
  setSize(size: number): void;
  clear(): void;
};

/** What is searched and chosen stands in the address, so that Back undoes it and a copied address shows the same. */
export function useFabricSearch(): FabricSearch {
  const [params, setParams] = useSearchParams();
  const list = (name: FilterName) =>
    (params.get(name) ?? '').split(',').filter(Boolean);
  const filter: FabricFilter = {
    q: params.get('q') ?? '',
    type: list('type'),
    workspace: list('workspace'),
    state: list('state'),
    owner: list('owner'),
    needs: params.get('needs') === 'you',
  };
  const size = Number(params.get('size'));
  const page = Number(params.get('page'));

  /** @param options - typing replaces, choosing is a step that Back undoes */
  const set = (
    changes: Record<string, string | undefined>,
    options?: { replace: boolean },
  ) =>
    setParams(before => {
      const after = new URLSearchParams(before);
      for (const [name, value] of Object.entries({
        page: undefined,
        ...changes,
      })) {
        if (value) {
          after.set(name, value);
        } else {
          after.delete(name);
        }
      }
      return after;
    }, options);

  return {
    filter,
    page: Number.isInteger(page) && page > 0 ? page : 1,
    size: PAGE_SIZES.includes(size) ? size : PAGE_SIZES[0],
    isSet:
      filter.q !== '' ||
      filter.needs ||
      FILTER_NAMES.some(name => filter[name].length > 0),
    setQ: q => set({ q }, { replace: true }),
    setList: (name, values) => set({ [name]: values.join(',') }),
    setNeeds: needs => set({ needs: needs ? 'you' : undefined }),
    setPage: to => set({ page: to > 1 ? String(to) : undefined }),
    setSize: to => set({ size: to === PAGE_SIZES[0] ? undefined : String(to) }),
    clear: () =>
      set(
        Object.fromEntries(
          ['q', 'needs', ...FILTER_NAMES].map(name => [name, undefined]),
        ),
      ),
  };
}
