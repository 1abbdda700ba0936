import { useDatabricksApi } from '@backstage-databricks/plugin-databricks-react';
import { useCallback, useEffect } from 'react';
import { useResource } from './useResource';

/** Re-encryption counts thousands of values a second: more often would only flicker. */
const SWEEP_POLL_MS = 2_000;

/** All that admins define, fetched again while values are re-encrypted. */
export function useSettings() {
  const api = useDatabricksApi();
  const settings = useResource(
    useCallback(signal => api.getSettings({ signal }), [api]),
  );
  const { resource, refetch } = settings;
  const isSweeping =
    resource.status === 'loaded' &&
    resource.value.encryption.sweep.state === 'running';

  useEffect(() => {
    if (!isSweeping) {
      return undefined;
    }
    const timer = setInterval(refetch, SWEEP_POLL_MS);
    return () => clearInterval(timer);
  }, [isSweeping, refetch]);

  return settings;
}
