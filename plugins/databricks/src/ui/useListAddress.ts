import { useSearchParams } from 'react-router-dom';

export const PAGE_SIZES = [25, 50, 100];

export type ListAddress<Name extends string> = {
  q: string;
  /** What is chosen in each filter. */
  lists: Record<Name, string[]>;
  /** From 1. */
  page: number;
  size: number;
  /** Whether anything is searched or filtered. */
  isSet: boolean;
  get(name: string): string | null;
  /**
   * Changes what the address says, and goes to the first page.
   *
   * @param options - typing replaces, choosing is a step that Back undoes
   */
  set(
    changes: Record<string, string | undefined>,
    options?: { replace: boolean },
  ): void;
  setQ(q: string): void;
  setList(name: Name, values: string[]): void;
  setPage(page: number): void;
  setSize(size: number): void;
  clear(options?: { replace: boolean }): void;
};

/** What is searched and chosen in a list stands in the address, so that Back undoes it and a copied address shows the same. */
export function useListAddress<Name extends string>(
  filterNames: readonly Name[],
): ListAddress<Name> {
  const [params, setParams] = useSearchParams();
  const q = params.get('q') ?? '';
  const lists = Object.fromEntries(
    filterNames.map(name => [
      name,
      (params.get(name) ?? '').split(',').filter(Boolean),
    ]),
  ) as Record<Name, string[]>;
  const size = Number(params.get('size'));
  const page = Number(params.get('page'));

  const set: ListAddress<Name>['set'] = (changes, options) =>
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
    q,
    lists,
    page: Number.isInteger(page) && page > 0 ? page : 1,
    size: PAGE_SIZES.includes(size) ? size : PAGE_SIZES[0],
    isSet: q !== '' || filterNames.some(name => lists[name].length > 0),
    get: name => params.get(name),
    set,
    setQ: text => set({ q: text }, { replace: true }),
    setList: (name, values) => set({ [name]: values.join(',') }),
    setPage: to => set({ page: to > 1 ? String(to) : undefined }),
    setSize: to => set({ size: to === PAGE_SIZES[0] ? undefined : String(to) }),
    clear: options =>
      set(
        Object.fromEntries(['q', ...filterNames].map(it => [it, undefined])),
        options,
      ),
  };
}
