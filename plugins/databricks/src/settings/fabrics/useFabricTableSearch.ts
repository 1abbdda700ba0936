import { ListAddress, useListAddress } from '../../ui/useListAddress';
import { FabricSort, FabricTableFilter, readFabricSort } from './fabricRows';

export const FABRIC_TABLE_FILTERS = [
  'owner',
  'workspace',
  'servicePrincipal',
] as const;

type FilterName = (typeof FABRIC_TABLE_FILTERS)[number];

export type FabricTableSearch = ListAddress<FilterName> & {
  filter: FabricTableFilter;
  sort: FabricSort;
  setSort(sort: FabricSort): void;
};

/** What the admin has searched and chosen, as the address has it. */
export function useFabricTableSearch(): FabricTableSearch {
  const address = useListAddress(FABRIC_TABLE_FILTERS);
  return {
    ...address,
    filter: { q: address.q, ...address.lists },
    sort: readFabricSort(address.get('sort')),
    setSort: ({ column, isDescending }) =>
      address.set({ sort: `${isDescending ? '-' : ''}${column}` }),
  };
}
