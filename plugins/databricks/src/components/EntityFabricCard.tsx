import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import type { Fabric } from '@backstage-databricks/plugin-databricks-common';
import { DATABRICKS_FABRIC_ANNOTATION } from '@backstage-databricks/plugin-databricks-common';
import { Alert } from '@backstage/ui';
import type { ReactNode } from 'react';
import { databricksTranslationRef } from '../translation';
import { FabricPanel } from './FabricPanel';

/** The fabric of the entity that is shown. */
export function EntityFabricCard(props: {
  children?(fabric: Fabric): ReactNode;
}) {
  const { entity } = useEntity();
  const { t } = useTranslationRef(databricksTranslationRef);
  const name = entity.metadata.annotations?.[DATABRICKS_FABRIC_ANNOTATION];
  return name ? (
    <FabricPanel key={name} name={name}>
      {props.children}
    </FabricPanel>
  ) : (
    <Alert
      status="info"
      icon
      title={t('fabric.unnamedTitle')}
      description={t('fabric.unnamedHelp', {
        annotation: DATABRICKS_FABRIC_ANNOTATION,
      })}
    />
  );
}
