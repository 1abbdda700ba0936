import { RefObject, useEffect, useRef, useState } from 'react';

/**
 * Brings the focus to a row of a table, by its key, once what was changed is drawn; to the heading where there is no
 * such row.
 */
export function useRowFocus(): {
  tableRef: RefObject<HTMLDivElement>;
  headingRef: RefObject<HTMLHeadingElement>;
  /** Without a key: the heading. */
  focusRow(key?: string): void;
} {
  const tableRef = useRef<HTMLDivElement>(null);
  const headingRef = useRef<HTMLHeadingElement>(null);
  const [target, setTarget] = useState<{ key?: string }>();
  useEffect(() => {
    if (target) {
      const row = [
        ...(tableRef.current?.querySelectorAll<HTMLElement>(
          '[role=row][data-key]',
        ) ?? []),
      ].find(({ dataset }) => dataset.key === target.key);
      (row ?? headingRef.current)?.focus();
    }
  }, [target]);
  return { tableRef, headingRef, focusRow: key => setTarget({ key }) };
}
