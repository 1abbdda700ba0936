import { useEffect, useRef } from 'react';

/**
 * Keeps the focus on an element when what had it inside is replaced, so that keyboard users do not start over at the
 * top of the page. Returns what the element needs.
 */
export function useKeptFocus<T extends HTMLElement>(changesWith: unknown) {
  const ref = useRef<T>(null);
  const hadFocus = useRef(false);

  useEffect(() => {
    if (hadFocus.current && document.activeElement === document.body) {
      ref.current?.focus({ preventScroll: true });
    }
  }, [changesWith]);

  return {
    ref,
    tabIndex: -1,
    onFocus: () => {
      hadFocus.current = true;
    },
    onBlur: (event: { relatedTarget: EventTarget | null }) => {
      // A removed element blurs to nothing; leaving on purpose goes somewhere.
      if (event.relatedTarget) {
        hadFocus.current = false;
      }
    },
  };
}
