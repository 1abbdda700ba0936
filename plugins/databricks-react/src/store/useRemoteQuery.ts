import { useApiHolder } from '@backstage/frontend-plugin-api';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { useCallback, useMemo } from 'react';
import type { RemoteState } from './hooks';
import { RemoteValue } from './RemoteValue';
import { useRemote } from './useDatabricksStore';

/**
 * Something that only one page shows: fetched while it is shown, again when the portal gets the focus or the backend
 * signals a change.
 *
 * @param load - has to be stable
 * @public
 */
export function useRemoteQuery<T>(
  load: (signal: AbortSignal) => Promise<T>,
): RemoteState<T> & { refetch(): Promise<void> } {
  const signalApi = useApiHolder().get(signalApiRef);
  const value = useMemo(
    () => new RemoteValue({ load, signalApi }),
    [load, signalApi],
  );
  return {
    remote: useRemote(value),
    retry: value.retry,
    refetch: useCallback(async () => {
      await value.refetch();
    }, [value]),
  };
}
