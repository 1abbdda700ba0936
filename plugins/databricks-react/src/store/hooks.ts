import type {
  Connection,
  Fabric,
  FabricList,
} from '@backstage-databricks/plugin-databricks-common';
import { useCallback, useMemo } from 'react';
import { useSignIns } from '../connect/useConnect';
import type { Remote, RemoteValue } from './RemoteValue';
import { useDatabricksStore, useRemote } from './useDatabricksStore';

/**
 * What is known of something at the backend, shared by all that show it.
 *
 * @public
 */
export type RemoteState<T> = {
  remote: Remote<T>;
  /** Begins anew, where there is nothing to show. */
  retry(): Promise<void>;
};

function useRemoteState<T>(value: RemoteValue<T>): RemoteState<T> {
  return { remote: useRemote(value), retry: value.retry };
}

/**
 * The fabrics that this user may use, and where one signs in for them.
 *
 * @public
 */
export function useDatabricksFabrics(): RemoteState<FabricList> {
  return useRemoteState(useDatabricksStore().list);
}

/**
 * One fabric by its name.
 *
 * @public
 */
export function useDatabricksFabric(name: string): RemoteState<Fabric> {
  return useRemoteState(useDatabricksStore().fabric(name));
}

/**
 * This user's own connections.
 *
 * @public
 */
export function useDatabricksConnections(): RemoteState<{
  items: Connection[];
}> {
  return useRemoteState(useDatabricksStore().connections);
}

/**
 * Fetches again what is shown, after a change that the page has made itself.
 *
 * @public
 */
export function useRefetchDatabricks(): () => Promise<void> {
  const { refetch } = useDatabricksStore();
  return useCallback(async () => {
    await refetch();
  }, [refetch]);
}

/**
 * The ids of the issuers where this user is signing in at this moment, in whatever tab.
 *
 * @public
 */
export function useWaitingSignIns(): ReadonlySet<string> {
  const { byIssuer } = useSignIns();
  return useMemo(
    () =>
      new Set(
        Object.entries(byIssuer)
          .filter(([, { status }]) => status === 'waiting')
          .map(([issuer]) => issuer),
      ),
    [byIssuer],
  );
}
