import { ListAddress, useListAddress } from '../ui/useListAddress';
import type { FabricFilter } from './filterFabrics';

export const FILTER_NAMES = ['type', 'workspace', 'state', 'owner'] as const;

export type FilterName = (typeof FILTER_NAMES)[number];

/** What the user has searched and chosen, as the address has it. */
export function useFabricSearch(): ListAddress<FilterName> & {
  filter: FabricFilter;
  setNeeds(needs: boolean): void;
} {
  const address = useListAddress(FILTER_NAMES);
  const { q, lists, set } = address;
  const needs = address.get('needs') === 'you';
  return {
    ...address,
    filter: { q, ...lists, needs },
    isSet: address.isSet || needs,
    setNeeds: to => set({ needs: to ? 'you' : undefined }),
    clear: options =>
      set(
        Object.fromEntries(
          ['q', 'needs', ...FILTER_NAMES].map(name => [name, undefined]),
        ),
        options,
      ),
  };
}
