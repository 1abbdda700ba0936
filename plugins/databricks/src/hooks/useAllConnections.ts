import type {
  AdminConnectionFilter,
  AdminConnectionList,
  Problem,
} from '@backstage-databricks/plugin-databricks-common';
import { useDatabricksApi } from '@backstage-databricks/plugin-databricks-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { toProblem } from '@backstage-databricks/plugin-databricks-react';

type Items = AdminConnectionList['items'];

export type AllConnectionsState =
  | { status: 'loading' }
  | { status: 'error'; problem: Problem }
  | {
      status: 'loaded';
      items: Items;
      /** How the next page stands. */
      next:
        | { status: 'none' | 'loading' }
        | { status: 'available'; cursor: string; problem?: Problem };
    };

function loaded(items: Items, cursor: string | undefined): AllConnectionsState {
  return {
    status: 'loaded',
    items,
    next: cursor ? { status: 'available', cursor } : { status: 'none' },
  };
}

/** Connections of all users, page by page; another filter begins anew. */
export function useAllConnections(filter: AdminConnectionFilter) {
  const api = useDatabricksApi();
  const { user, fabric, status } = filter;
  const [connections, setConnections] = useState<AllConnectionsState>({
    status: 'loading',
  });
  const aborter = useRef<AbortController>();

  const begin = useCallback(() => {
    aborter.current?.abort();
    aborter.current = new AbortController();
    return aborter.current.signal;
  }, []);

  const reload = useCallback(async () => {
    const signal = begin();
    setConnections({ status: 'loading' });
    try {
      const page = await api.listAllConnections(
        { user, fabric, status },
        { signal },
      );
      if (signal.aborted) {
        return;
      }
      setConnections(loaded(page.items, page.nextCursor));
    } catch (error) {
      if (!signal.aborted) {
        setConnections({ status: 'error', problem: toProblem(error) });
      }
    }
  }, [api, begin, user, fabric, status]);

  const loadMore = async () => {
    if (
      connections.status !== 'loaded' ||
      connections.next.status !== 'available'
    ) {
      return;
    }
    const { items, next } = connections;
    const signal = begin();
    setConnections({ ...connections, next: { status: 'loading' } });
    try {
      const page = await api.listAllConnections(
        { user, fabric, status, cursor: next.cursor },
        { signal },
      );
      if (signal.aborted) {
        return;
      }
      setConnections(loaded([...items, ...page.items], page.nextCursor));
    } catch (error) {
      if (!signal.aborted) {
        setConnections({
          status: 'loaded',
          items,
          next: { ...next, problem: toProblem(error) },
        });
      }
    }
  };

  useEffect(() => {
    reload();
    return () => aborter.current?.abort();
  }, [reload]);

  return { connections, reload, loadMore };
}
