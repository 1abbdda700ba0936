import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { databricksTranslationRef } from '../../translation';

/** What the fields of a fabric are called. */
export function useFabricLabels() {
  const { t } = useTranslationRef(databricksTranslationRef);
  return {
    title: t('form.title'),
    description: t('fabricSettings.description'),
    owner: t('fabricSettings.owner'),
    type: t('fabricSettings.type'),
    workspaceUrl: t('fabricSettings.workspaceUrl'),
    computeKind: t('fabricSettings.computeKind'),
    computeId: t('fabricSettings.computeId'),
    catalog: t('fabricSettings.catalog'),
    schema: t('fabricSettings.schema'),
    oauthType: t('fabricSettings.oauthType'),
    appConnection: t('fabricSettings.appConnection'),
  };
}
