import { useApi } from '@backstage/frontend-plugin-api';
import { useCallback } from 'react';
import { databricksApiRef } from '../databricksApiRef';
import { useResource } from './useResource';

/** The user's own connections. */
export function useConnections() {
  const api = useApi(databricksApiRef);
  return useResource(
    useCallback(signal => api.listConnections({ signal }), [api]),
  );
}
