import { ReactNode, startTransition, useEffect, useState } from 'react';

/**
 * What is drawn right after what is around it, in small steps, between which the browser takes the next key. A list is
 * drawn in one go, and the buttons of its rows are the half of that.
 */
export function Afterwards(props: { children: ReactNode }) {
  const [isDrawn, setDrawn] = useState(false);
  useEffect(() => startTransition(() => setDrawn(true)), []);
  return isDrawn ? <>{props.children}</> : null;
}
