import { useApi } from '@backstage/frontend-plugin-api';
import { useCallback } from 'react';
import { databricksApiRef } from '../databricksApiRef';
import { useResource } from './useResource';

/** One fabric by its name. */
export function useFabric(name: string) {
  const api = useApi(databricksApiRef);
  return useResource(
    useCallback(signal => api.getFabric(name, { signal }), [api, name]),
  );
}
