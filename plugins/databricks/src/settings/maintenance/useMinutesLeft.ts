import type { EncryptionState } from '@backstage-databricks/plugin-databricks-common';
import { useEffect, useRef, useState } from 'react';

type Seen = { done: number; atMs: number };

/** How long re-encryption still takes, at the pace since this page first saw it; undefined until there is one. */
export function useMinutesLeft(
  sweep: EncryptionState['sweep'],
): number | undefined {
  const { done, total } = sweep;
  const first = useRef<Seen>();
  const [left, setLeft] = useState<number>();
  useEffect(() => {
    const now = { done, atMs: Date.now() };
    first.current ??= now;
    setLeft(minutesLeft(first.current, now, total));
  }, [done, total]);
  return left;
}

/** At least one; undefined where nothing was done between the two. */
export function minutesLeft(
  first: Seen,
  now: Seen,
  total: number,
): number | undefined {
  const done = now.done - first.done;
  const tookMs = now.atMs - first.atMs;
  return done > 0 && tookMs > 0
    ? Math.max(1, Math.round(((total - now.done) * tookMs) / done / 60_000))
    : undefined;
}
