import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  FabricDefinition,
  Settings,
} from '@backstage-databricks/plugin-databricks-common';
import {
  hostOf,
  useEntityTitles,
} from '@backstage-databricks/plugin-databricks-react';
import { useMemo } from 'react';
import { EVERYBODY } from '../../fabrics/groupFabrics';
import { databricksTranslationRef } from '../../translation';
import type { FabricTableRow } from './fabricRows';
import { servicePrincipalState } from './servicePrincipalState';

/** All fabrics with what their rows show. Typing draws the table anew, and they are not described anew each time. */
export function useFabricRows(settings: Settings): FabricTableRow[] {
  const { fabrics, counts } = settings;
  const { t } = useTranslationRef(databricksTranslationRef);
  const owners = useMemo(
    () =>
      [...new Set(fabrics.map(({ owner }) => owner))]
        .filter(owner => owner !== EVERYBODY)
        .sort(),
    [fabrics],
  );
  const titles = useEntityTitles(owners);
  return useMemo(
    () =>
      fabrics.map(fabric => {
        const { name, owner, warehouseId, clusterId } = fabric;
        const kind =
          (warehouseId && 'warehouse') || (clusterId && 'cluster') || undefined;
        return {
          id: name,
          fabric,
          owner: owner === EVERYBODY ? t('who.everybody') : titles[owner],
          workspace: workspaceOf(fabric),
          compute: fabric.computeName ?? (kind && t(`fabric.${kind}`)) ?? '',
          servicePrincipal: servicePrincipalState(fabric),
          users: counts && (counts.users[name] ?? 0),
        };
      }),
    [fabrics, counts, titles, t],
  );
}

/** What people call it, else the first label of its host. */
function workspaceOf({
  workspaceTitle,
  workspaceUrl,
}: FabricDefinition): string {
  return workspaceTitle ?? hostOf(workspaceUrl).split('.')[0];
}
