import type { FabricItem } from './filterFabrics';

/** The fabrics of one owner. */
export type FabricGroup = { owner: string; items: FabricItem[] };

/** The owner of what everybody may use. */
export const EVERYBODY = '*';

/** By owner: teams by their titles, what everybody may use last; within a group by title. */
export function groupFabrics(
  items: FabricItem[],
  titles: Record<string, string>,
): FabricGroup[] {
  const groups = new Map<string, FabricItem[]>();
  for (const item of items) {
    const group = groups.get(item.row.owner);
    if (group) {
      group.push(item);
    } else {
      groups.set(item.row.owner, [item]);
    }
  }
  const titleOf = (owner: string) => titles[owner] ?? owner;
  return [...groups]
    .map(([owner, group]) => ({
      owner,
      items: group.sort((a, b) => a.row.title.localeCompare(b.row.title)),
    }))
    .sort(
      (a, b) =>
        Number(a.owner === EVERYBODY) - Number(b.owner === EVERYBODY) ||
        titleOf(a.owner).localeCompare(titleOf(b.owner)),
    );
}

/** A page of groups. `offset`: how many fabrics stand on the pages before. */
export type FabricsPageOf = {
  groups: (FabricGroup & { total: number })[];
  offset: number;
  count: number;
};

/** Cuts groups into pages of at most `size` fabrics. A group that fits on one page is not cut. */
export function paginate(groups: FabricGroup[], size: number): FabricsPageOf[] {
  const pages: FabricsPageOf[] = [];
  let offset = 0;
  let page: FabricsPageOf = { groups: [], offset, count: 0 };
  const finish = () => {
    if (page.count > 0) {
      pages.push(page);
      offset += page.count;
      page = { groups: [], offset, count: 0 };
    }
  };
  for (const { owner, items } of groups) {
    if (items.length <= size && page.count + items.length > size) {
      finish();
    }
    for (let from = 0; from < items.length; ) {
      const taken = items.slice(from, from + size - page.count);
      page.groups.push({ owner, items: taken, total: items.length });
      page.count += taken.length;
      from += taken.length;
      if (page.count === size) {
        finish();
      }
    }
  }
  finish();
  return pages;
}
