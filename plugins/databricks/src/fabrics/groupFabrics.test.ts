import fc from 'fast-check';
import { fabric, fabricList } from '../__testUtils__/answers';
import { fabricItems } from './filterFabrics';
import { groupFabrics, paginate } from './groupFabrics';

/** Fabrics of these owners, as many as each is to have. */
function groupsOf(sizes: number[]) {
  const fabrics = sizes.flatMap((size, owner) =>
    Array.from({ length: size }, (_, index) =>
      fabric({ name: `f${owner}-${index}`, owner: `group:default/g${owner}` }),
    ),
  );
  return groupFabrics(fabricItems(fabricList(fabrics), new Set()), {});
}

describe('groupFabrics', () => {
  it('groups by owner, teams by what they are called, and what everybody may use last', () => {
    const fabrics = [
      fabric({ name: '1', title: 'Beta', owner: 'group:default/z' }),
      fabric({ name: '2', title: 'Open', owner: '*' }),
      fabric({ name: '3', title: 'Alpha', owner: 'group:default/z' }),
      fabric({ name: '4', title: 'Gamma', owner: 'group:default/a' }),
    ];
    const groups = groupFabrics(fabricItems(fabricList(fabrics), new Set()), {
      'group:default/z': 'Analytics',
      'group:default/a': 'Sales',
    });
    expect(
      groups.map(({ owner, items }) => [
        owner,
        items.map(({ row }) => row.title),
      ]),
    ).toEqual([
      ['group:default/z', ['Alpha', 'Beta']],
      ['group:default/a', ['Gamma']],
      ['*', ['Open']],
    ]);
  });
});

describe('paginate', () => {
  it('shows every fabric once, no page over its size, and cuts no group that fits', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 9 }),
        (sizes, size) => {
          const groups = groupsOf(sizes);
          const pages = paginate(groups, size);
          const shown = pages.flatMap(page =>
            page.groups.flatMap(({ items }) => items.map(it => it.row.name)),
          );
          expect(shown).toEqual(
            groups.flatMap(({ items }) => items.map(it => it.row.name)),
          );
          let offset = 0;
          for (const page of pages) {
            const count = page.groups.flatMap(({ items }) => items).length;
            expect(page).toMatchObject({ offset, count });
            expect(count).toBeGreaterThan(0);
            expect(count).toBeLessThanOrEqual(size);
            offset += count;
          }
          for (const { owner, items } of groups) {
            const parts = pages.filter(page =>
              page.groups.some(it => it.owner === owner),
            );
            expect(items.length > size || parts.length === 1).toBe(true);
            expect(
              parts.flatMap(page =>
                page.groups
                  .filter(it => it.owner === owner)
                  .map(({ total }) => total),
              ),
            ).toEqual(parts.map(() => items.length));
          }
        },
      ),
    );
  });

  it('lets a group that fits on no page begin where there is room', () => {
    expect(paginate(groupsOf([2, 12]), 5).map(({ count }) => count)).toEqual([
      5, 5, 4,
    ]);
  });

  it('has no page where there is nothing', () => {
    expect(paginate([], 25)).toEqual([]);
  });
});
