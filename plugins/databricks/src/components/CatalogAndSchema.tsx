import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { databricksTranslationRef } from '../translation';

/** The data that the work of a fabric begins with. */
export function CatalogAndSchema(props: { catalog?: string; schema?: string }) {
  const { catalog, schema } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  if (catalog && schema) {
    return <>{`${catalog}.${schema}`}</>;
  }
  if (catalog) {
    return <>{t('fabricFacts.anySchema', { catalog })}</>;
  }
  return schema ? <>{t('fabricFacts.defaultCatalog', { schema })}</> : null;
}
