import { Check } from '@backstage-databricks/plugin-databricks-common';
import { ResolvedFabric, SettingsSnapshot } from '../settings';
import { CheckFacts } from './CheckFacts';
import { checkLine, fewOf } from './checkLine';
import { fixOfFabric } from './fixOf';

type Owned = Pick<ResolvedFabric, 'name' | 'title' | 'owner' | 'source'>;

/** All whom the catalog should know: owners of fabrics and admins. Everybody is nobody's entity. */
export function refsOf({ config, fabrics }: SettingsSnapshot): string[] {
  const owners = [...fabrics.values()].map(it => it.owner);
  return [...new Set([...owners, ...config.admins])].filter(it => it !== '*');
}

/** A line for each owner whom the catalog does not know: nobody can be one of them. */
export function unknownOwners(
  fabrics: Iterable<Owned>,
  unknownRefs: ReadonlySet<string>,
): Check[] {
  const byOwner = new Map<string, Owned[]>();
  for (const fabric of fabrics) {
    if (unknownRefs.has(fabric.owner)) {
      const owned = byOwner.get(fabric.owner) ?? [];
      byOwner.set(fabric.owner, [...owned, fabric]);
    }
  }
  return [...byOwner].map(([owner, owned]) =>
    checkLine(
      `owner ${owner}`,
      'warning',
      'owner_unknown',
      {
        owner,
        count: String(owned.length),
        fabrics: fewOf(owned.map(it => it.title)),
      },
      { fix: fixOfFabric(owned[0]) },
    ),
  );
}

export function checkRefs({ snapshot, unknownRefs }: CheckFacts): Check[] {
  const { admins } = snapshot.config;
  const unknown = admins.filter(it => unknownRefs.has(it));
  return [
    admins.length > 0
      ? checkLine('admins', 'ok', 'admins', { admins: admins.join(', ') })
      : checkLine('admins', 'warning', 'admins_none', {}),
    ...(unknown.length > 0
      ? [
          checkLine('admins-in-catalog', 'warning', 'admins_unknown', {
            admins: fewOf(unknown),
            count: String(unknown.length),
          }),
        ]
      : []),
    ...unknownOwners(snapshot.fabrics.values(), unknownRefs),
  ];
}
