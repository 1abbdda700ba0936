import { useApi } from '@backstage/frontend-plugin-api';
import { useCallback } from 'react';
import { databricksApiRef } from '../databricksApiRef';
import { useResource } from './useResource';

/** The fabrics that the user may use, and whether the user administers. */
export function useFabrics() {
  const api = useApi(databricksApiRef);
  return useResource(useCallback(signal => api.listFabrics({ signal }), [api]));
}
