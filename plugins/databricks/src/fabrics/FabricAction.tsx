import { needsFix } from './automation';
import type { FabricItem } from './filterFabrics';
import { FixLink } from './FixLink';
import { signInFabric } from './you';
import { hasYouAction, YouAction } from './YouAction';

/** The one action of a fabric: the user's own first, then that of automation. */
export function FabricAction(props: { item: FabricItem; admins: string[] }) {
  const { item, admins } = props;
  const { row, issuer, you, automation } = item;
  if (issuer && hasYouAction(you)) {
    return (
      <YouAction
        you={you}
        issuer={issuer}
        admins={admins}
        fabric={signInFabric(row)}
        emphasis="quiet"
      />
    );
  }
  if (you.state === 'testFailed') {
    return <FixLink row={row} isTest />;
  }
  return row.canEdit && needsFix(automation) ? (
    <FixLink row={row} isTest={automation.state === 'testFailed'} />
  ) : null;
}
