import { useDatabricksApi } from '@backstage-databricks/plugin-databricks-react';
import { useCallback } from 'react';
import { useResource } from './useResource';

/** One fabric by its name. */
export function useFabric(name: string) {
  const api = useDatabricksApi();
  return useResource(
    useCallback(signal => api.getFabric(name, { signal }), [api, name]),
  );
}
