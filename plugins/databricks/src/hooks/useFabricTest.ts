import { useDatabricksApi } from '@backstage-databricks/plugin-databricks-react';
import { useTest } from './useTest';

/** Tests a fabric as whoever works there interactively. */
export function useFabricTest(fabric: string) {
  const api = useDatabricksApi();
  return useTest(() => api.testFabric(fabric));
}
