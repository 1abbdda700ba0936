import { useEntity } from '@backstage/plugin-catalog-react';
import { FabricPage } from '../fabric/FabricPage';
import { fabricNames } from './fabricNames';

/** The pages of the fabrics that the shown entity names. */
export function EntityFabricContent() {
  const { entity } = useEntity();
  return (
    <>
      {fabricNames(entity).map(name => (
        <FabricPage key={name} name={name} isWithin />
      ))}
    </>
  );
}
