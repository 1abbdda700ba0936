import {
  createApiRef,
  toastApiRef,
  useApiHolder,
} from '@backstage/frontend-plugin-api';
import type { ReactNode } from 'react';

/** Long enough to read a sentence. */
const SHOWN_MS = 5_000;

/** What apps without toasts have. */
const alertApiRef = createApiRef<{
  post(alert: {
    message: string;
    severity: 'success' | 'error';
    display: 'transient' | 'permanent';
  }): void;
}>().with({ id: 'core.alert', pluginId: 'app' });

/**
 * What is said in a corner of the portal.
 *
 * @public
 */
export type Toast = {
  /** For apps whose messages are text alone. */
  text: string;
  /** With what one can do about it. */
  content?: ReactNode;
  /** A problem stays until it is closed. */
  problem?: boolean;
  shownMs?: number;
};

/**
 * Says something in a corner of the portal; the function that it returns takes it back.
 *
 * @public
 */
export function useToast(): (toast: Toast) => () => void {
  const holder = useApiHolder();
  return ({ text, content = text, problem, shownMs = SHOWN_MS }) => {
    const toastApi = holder.get(toastApiRef);
    if (toastApi) {
      const { close } = toastApi.post({
        title: content,
        status: problem ? 'danger' : 'success',
        timeout: problem ? undefined : shownMs,
      });
      return close;
    }
    holder.get(alertApiRef)?.post({
      message: text,
      severity: problem ? 'error' : 'success',
      display: problem ? 'permanent' : 'transient',
    });
    return () => {};
  };
}
