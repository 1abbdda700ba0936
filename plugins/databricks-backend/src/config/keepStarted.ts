import { isDeepStrictEqual } from 'node:util';
import { DatabricksConfig } from './DatabricksConfig';

/**
 * A changed configuration, in which everything that cannot change while the process runs stays as it was: the keys that
 * the sealer holds, the callback that is mounted, and the permission client and the external callers, which Backstage reads at start.
 *
 * @param permissionsWanted - what the changed configuration says of `permission.enabled`
 */
export function keepStarted(
  changed: DatabricksConfig,
  started: DatabricksConfig,
  permissionsWanted: boolean,
): DatabricksConfig {
  const { encryption, externalPlugins, serveMetadataCallback, usesDemoKey } =
    started;
  const isChanged = {
    'databricks.encryption': !isDeepStrictEqual(changed.encryption, encryption),
    'databricks.serveMetadataCallback':
      changed.serveMetadataCallback !== serveMetadataCallback,
    'permission.enabled': permissionsWanted !== changed.permissionsEnabled,
  };
  const needsRestart = Object.entries(isChanged)
    .filter(([, is]) => is)
    .map(([key]) => key);
  return {
    ...changed,
    encryption,
    externalPlugins,
    serveMetadataCallback,
    usesDemoKey,
    needsRestart,
  };
}
