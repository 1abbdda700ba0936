import {
  useDatabricksApi,
  useRemoteQuery,
} from '@backstage-databricks/plugin-databricks-react';
import { useCallback, useEffect } from 'react';

/** Re-encryption counts thousands of values a second: more often would only flicker. */
const POLL_MS = 2_000;

/** All that admins define, fetched again while values are re-encrypted or workspaces are checked. */
export function useSettings() {
  const api = useDatabricksApi();
  const settings = useRemoteQuery(
    useCallback((signal: AbortSignal) => api.getSettings({ signal }), [api]),
  );
  const { remote, refetch } = settings;
  const isChanging =
    remote.status === 'loaded' &&
    (remote.value.checking ||
      remote.value.encryption.sweep.state === 'running');

  useEffect(() => {
    if (!isChanging) {
      return undefined;
    }
    const timer = setInterval(refetch, POLL_MS);
    return () => clearInterval(timer);
  }, [isChanging, refetch]);

  return settings;
}
