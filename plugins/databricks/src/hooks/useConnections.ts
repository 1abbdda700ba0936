import { useDatabricksApi } from '@backstage-databricks/plugin-databricks-react';
import { useCallback } from 'react';
import { useResource } from './useResource';

/** The user's own connections. */
export function useConnections() {
  const api = useDatabricksApi();
  return useResource(
    useCallback(signal => api.listConnections({ signal }), [api]),
  );
}
