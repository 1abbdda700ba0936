import { ReactNode, useEffect, useState } from 'react';

/** Below this nobody sees that they wait. */
const UNSEEN_MS = 200;

/** What is drawn only where it takes long enough to be seen. */
export function After200ms(props: { children: ReactNode }) {
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), UNSEEN_MS);
    return () => clearTimeout(timer);
  }, []);
  return isShown ? <>{props.children}</> : null;
}
