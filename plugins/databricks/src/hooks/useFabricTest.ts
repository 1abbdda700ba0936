import { useApi } from '@backstage/frontend-plugin-api';
import { databricksApiRef } from '../databricksApiRef';
import { useTest } from './useTest';

/** Tests a fabric as whoever works there interactively. */
export function useFabricTest(fabric: string) {
  const api = useApi(databricksApiRef);
  return useTest(() => api.testFabric(fabric));
}
