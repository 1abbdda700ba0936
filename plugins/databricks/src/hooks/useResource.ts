import { useSignal } from '@backstage/plugin-signals-react';
import type { Problem } from '@backstage-databricks/plugin-databricks-common';
import { useCallback, useEffect, useRef, useState } from 'react';
import { toProblem } from './toProblem';

// Coming back to the tab shows what changed elsewhere; going back and forth, and many signals, do not ask each time.
const refetchAfterMs = 10_000;

/** Something that is fetched, and fetched again when the window gets the focus or the backend signals a change. */
export type Resource<T> =
  | { status: 'loading' }
  /** With a problem: the last refetch failed and `value` is what was known before. */
  | { status: 'loaded'; value: T; problem?: Problem }
  | { status: 'forbidden'; problem: Problem }
  | { status: 'notFound'; problem: Problem }
  | { status: 'error'; problem: Problem };

function afterFailure<T>(before: Resource<T>, problem: Problem): Resource<T> {
  if (problem.code === 'not_allowed') {
    return { status: 'forbidden', problem };
  }
  if (problem.code === 'not_found') {
    return { status: 'notFound', problem };
  }
  if (before.status === 'loaded') {
    return { ...before, problem };
  }
  return { status: 'error', problem };
}

/**
 * Fetches with `load`, which has to be stable. `refetch` keeps what is shown until the new answer is there; `retry`
 * begins anew.
 */
export function useResource<T>(load: (signal: AbortSignal) => Promise<T>) {
  const [resource, setResource] = useState<Resource<T>>({ status: 'loading' });
  const aborter = useRef<AbortController>();
  const fetchedAt = useRef(0);
  const signalledFetch = useRef<number>();
  // Always null in a portal without signals
  const { lastSignal } = useSignal('databricks');

  const refetch = useCallback(async () => {
    window.clearTimeout(signalledFetch.current);
    aborter.current?.abort();
    const current = new AbortController();
    aborter.current = current;
    fetchedAt.current = Date.now();
    try {
      const value = await load(current.signal);
      if (!current.signal.aborted) {
        setResource({ status: 'loaded', value });
      }
    } catch (error) {
      if (!current.signal.aborted) {
        const problem = toProblem(error);
        setResource(before => afterFailure(before, problem));
      }
    }
  }, [load]);

  const retry = useCallback(async () => {
    setResource({ status: 'loading' });
    await refetch();
  }, [refetch]);

  // Stands before the first fetch, which so takes back what an older signal asks for
  useEffect(() => {
    if (lastSignal) {
      signalledFetch.current = window.setTimeout(() => {
        // A hidden tab fetches when it is shown
        if (document.visibilityState === 'visible') {
          refetch();
        }
      }, fetchedAt.current + refetchAfterMs - Date.now());
    }
    return () => window.clearTimeout(signalledFetch.current);
  }, [lastSignal, refetch]);

  useEffect(() => {
    retry();
    const onFocus = () => {
      if (
        document.visibilityState === 'visible' &&
        Date.now() - fetchedAt.current > refetchAfterMs
      ) {
        refetch();
      }
    };
    window.addEventListener('focus', onFocus);
    document.addEventListener('visibilitychange', onFocus);
    return () => {
      aborter.current?.abort();
      window.removeEventListener('focus', onFocus);
      document.removeEventListener('visibilitychange', onFocus);
    };
  }, [retry, refetch]);

  return { resource, refetch, retry };
}
