import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FabricRow } from '@backstage-databricks/plugin-databricks-common';
import { databricksTranslationRef } from '../translation';

type Where = Pick<FabricRow, 'compute' | 'catalog' | 'schema'>;

/** "Reports L · main.sales": compute by its name, or what it is while that is not known. */
export function useFabricWhere(): (fabric: Where) => string {
  const { t } = useTranslationRef(databricksTranslationRef);
  return ({ compute, catalog, schema }) => {
    const parts: string[] = [];
    if (compute) {
      parts.push(compute.name ?? t(`fabric.${compute.kind}`));
    }
    if (catalog && schema) {
      parts.push(`${catalog}.${schema}`);
    } else if (catalog) {
      parts.push(t('fabric.anySchema', { catalog }));
    } else if (schema) {
      parts.push(t('fabric.defaultCatalog', { schema }));
    }
    return parts.join(' · ');
  };
}
