import { useDatabricksApi } from '@backstage-databricks/plugin-databricks-react';
import { useCallback } from 'react';
import { useResource } from './useResource';

/** The fabrics that the user may use, and whether the user administers. */
export function useFabrics() {
  const api = useDatabricksApi();
  return useResource(useCallback(signal => api.listFabrics({ signal }), [api]));
}
