import { EntityFabricCard } from '../entity/EntityFabricCard';
import { WithLinks } from './WithLinks';

/** The card of an entity, in the new frontend system. */
export function EntityCard() {
  return (
    <WithLinks>
      <EntityFabricCard />
    </WithLinks>
  );
}
