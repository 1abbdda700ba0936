import { EntityFabricContent } from '../entity/EntityFabricContent';
import { WithLinks } from './WithLinks';

/** The tab of an entity, in the new frontend system. */
export function EntityContent() {
  return (
    <WithLinks>
      <EntityFabricContent />
    </WithLinks>
  );
}
