import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FabricDefinition } from '@backstage-databricks/plugin-databricks-common';
import { databricksTranslationRef } from '../../translation';
import { CatalogAndSchema } from '../CatalogAndSchema';
import { Details } from '../Details';

/** What a fabric is, as it is defined. */
export function ManagedFabricFacts(props: { fabric: FabricDefinition }) {
  const { fabric } = props;
  const { warehouseId, clusterId, catalog, schema, owner } = fabric;
  const { t } = useTranslationRef(databricksTranslationRef);
  return (
    <Details
      items={[
        { term: t('form.name'), value: <code>{fabric.name}</code> },
        { term: t('fabricFacts.workspace'), value: fabric.workspaceUrl },
        {
          term: t('fabricFacts.compute'),
          value:
            (warehouseId && t('fabricFacts.warehouse', { id: warehouseId })) ||
            (clusterId && t('fabricFacts.cluster', { id: clusterId })),
        },
        {
          term: t('fabricFacts.catalogAndSchema'),
          value: (catalog || schema) && (
            <CatalogAndSchema catalog={catalog} schema={schema} />
          ),
        },
        {
          term: t('fabricFacts.owner'),
          value: owner === '*' ? t('fabricFacts.everybody') : owner,
        },
        {
          term: t('fabricSettings.oauthType'),
          value: fabric.oauthType && t(`fabricSettings.${fabric.oauthType}`),
        },
        {
          term: t('fabricSettings.appConnection'),
          value: fabric.appConnection,
        },
      ]}
    />
  );
}
