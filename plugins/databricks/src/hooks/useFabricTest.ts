import { useDatabricksApi } from '@backstage-databricks/plugin-databricks-react';
import { useTest } from './useTest';

/**
 * Tests a fabric as whoever works there interactively.
 *
 * @param onTested - fetches again what the test may have changed
 */
export function useFabricTest(fabric: string, onTested: () => unknown) {
  const api = useDatabricksApi();
  return useTest(() => api.testFabric(fabric), onTested);
}
