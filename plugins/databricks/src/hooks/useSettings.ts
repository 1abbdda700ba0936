import { useDatabricksApi } from '@backstage-databricks/plugin-databricks-react';
import { useCallback, useEffect } from 'react';
import { useResource } from './useResource';

/** Re-encryption counts thousands of values a second: more often would only flicker. */
const POLL_MS = 2_000;

/** All that admins define, fetched again while values are re-encrypted or workspaces are checked. */
export function useSettings() {
  const api = useDatabricksApi();
  const settings = useResource(
    useCallback(signal => api.getSettings({ signal }), [api]),
  );
  const { resource, refetch } = settings;
  const isChanging =
    resource.status === 'loaded' &&
    (resource.value.checking ||
      resource.value.encryption.sweep.state === 'running');

  useEffect(() => {
    if (!isChanging) {
      return undefined;
    }
    const timer = setInterval(refetch, POLL_MS);
    return () => clearInterval(timer);
  }, [isChanging, refetch]);

  return settings;
}
