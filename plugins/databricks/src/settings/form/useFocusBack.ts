import { useEffect, useRef } from 'react';

/** What lies above the page, and goes. */
const ABOVE = '[role=dialog], [role=menu], [role=listbox]';

/**
 * Gives the focus back to what had it on the page before a dialog was opened. The library gives it to what had it last,
 * which may be an item of a menu that is gone.
 */
export function useFocusBack(isOpen: boolean): void {
  const last = useRef<HTMLElement>();

  useEffect(() => {
    const remember = ({ target }: FocusEvent) => {
      if (target instanceof HTMLElement && !target.closest(ABOVE)) {
        last.current = target;
      }
    };
    document.addEventListener('focusin', remember);
    return () => document.removeEventListener('focusin', remember);
  }, []);

  useEffect(() => {
    if (!isOpen) {
      return undefined;
    }
    const opener = last.current;
    return () => {
      const giveBack = () => {
        if (document.activeElement === document.body && opener?.isConnected) {
          opener.focus();
        }
      };
      // The library tries in the next frame
      requestAnimationFrame(() => requestAnimationFrame(giveBack));
    };
  }, [isOpen]);
}
