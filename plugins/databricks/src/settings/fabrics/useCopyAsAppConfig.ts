import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FabricDefinition } from '@backstage-databricks/plugin-databricks-common';
import { useToast } from '@backstage-databricks/plugin-databricks-react';
import { appConfigYaml } from '../appConfigYaml';
import { databricksTranslationRef } from '../../translation';
import { useSettingsContext } from '../SettingsContext';

/** Copies one fabric in the shape of app-config, and says whether that worked. */
export function useCopyAsAppConfig(): (
  fabric: FabricDefinition,
) => Promise<void> {
  const { settings } = useSettingsContext();
  const { t } = useTranslationRef(databricksTranslationRef);
  const postToast = useToast();
  return async fabric => {
    const text = appConfigYaml({
      ...settings,
      appConnections: [],
      fabrics: [fabric],
    });
    try {
      // Absent where the portal is not served securely
      await navigator.clipboard.writeText(text);
      postToast({ text: t('fabricTable.copied', { title: fabric.title }) });
    } catch {
      postToast({ text: t('fabricTable.copyFailed'), problem: true });
    }
  };
}
