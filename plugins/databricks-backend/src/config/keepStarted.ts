import { isDeepStrictEqual } from 'node:util';
import { DatabricksConfig } from './DatabricksConfig';

/**
 * A changed configuration, with what cannot change while the process runs: the keys that the sealer holds, the
 * callback that is mounted, and the permission client, which Backstage makes at start.
 *
 * @param permissionsWanted - what the changed configuration says of `permission.enabled`
 */
export function keepStarted(
  changed: DatabricksConfig,
  started: DatabricksConfig,
  permissionsWanted: boolean,
): DatabricksConfig {
  const { encryption, serveMetadataCallback, usesDemoKey } = started;
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
    serveMetadataCallback,
    usesDemoKey,
    needsRestart,
  };
}
