import type {
  AdminConnectionFilter,
  AdminConnectionList,
} from '@backstage-databricks/plugin-databricks-common';
import {
  Remote,
  RemoteState,
  useDatabricksApi,
  useRemoteQuery,
} from '@backstage-databricks/plugin-databricks-react';
import { useCallback, useEffect, useState } from 'react';

type Loaded = Extract<Remote<AdminConnectionList>, { status: 'loaded' }>;

/**
 * Connections of all users, one page at a time; another filter begins at the first. What is there stays in sight until
 * the next is.
 */
export function useConnectionPages(filter: AdminConnectionFilter): {
  state: RemoteState<AdminConnectionList>;
  refetch(): Promise<void>;
  /** Whether what is in sight is of another page or filter. */
  isStale: boolean;
  previous?(): void;
  next?(): void;
} {
  const api = useDatabricksApi();
  const key = JSON.stringify(filter);
  const [turned, setTurned] = useState({ key, cursors: [] as string[] });
  const cursors = turned.key === key ? turned.cursors : [];
  const cursor = cursors.at(-1);
  const { remote, retry, refetch } = useRemoteQuery(
    useCallback(
      (signal: AbortSignal) =>
        api.listAllConnections(
          { ...(JSON.parse(key) as AdminConnectionFilter), cursor },
          { signal },
        ),
      [api, key, cursor],
    ),
  );
  const [before, setBefore] = useState<{ key: string; remote: Loaded }>();
  useEffect(() => {
    if (remote.status === 'loaded') {
      setBefore({ key, remote });
    }
  }, [key, remote]);

  const shown = inSight(key, remote, before);
  const nextCursor =
    remote.status === 'loaded' ? remote.value.nextCursor : undefined;
  return {
    state: { remote: shown, retry },
    refetch,
    isStale: shown !== remote,
    previous:
      cursors.length > 0
        ? () => setTurned({ key, cursors: cursors.slice(0, -1) })
        : undefined,
    next:
      nextCursor === undefined
        ? undefined
        : () => setTurned({ key, cursors: [...cursors, nextCursor] }),
  };
}

/** What an answer of another filter says is not left there when the new one fails. */
function inSight(
  key: string,
  remote: Remote<AdminConnectionList>,
  before: { key: string; remote: Loaded } | undefined,
): Remote<AdminConnectionList> {
  if (before && remote.status === 'loading') {
    return before.remote;
  }
  return before?.key === key && remote.status === 'error'
    ? { ...before.remote, problem: remote.problem }
    : remote;
}
