import {
  DatabricksApi,
  DatabricksError,
  SignInOutcome,
} from '@backstage-databricks/plugin-databricks-common';
import { isSignInMessage } from './isSignInMessage';

// Often enough that nobody waits for it, seldom enough for a backend with many waiting people.
const POLL_INTERVAL_MS = 1_500;
// A sign-in ends 10 minutes after its start; later than this the backend will not answer anything else either.
const GIVE_UP_AFTER_MS = 11 * 60_000;
// Nobody closes a window so early: a page with Cross-Origin-Opener-Policy has cut it off.
const CUT_OFF_WITHIN_MS = 1_000;

/** How the window of a sign-in looks from here. `cutOff`: it looks closed, and may well be open. */
export type WindowState = 'open' | 'cutOff' | 'closed';

export type WatchSignInOptions = {
  api: Pick<DatabricksApi, 'getSignIn'>;
  id: string;
  /** The window that was opened, and the only origin that may speak from it. Absent after a reload. */
  popup?: { window: Window; origin: string };
  onWindow(state: WindowState): void;
  /** `pending`: the portal could not be asked any more. */
  onOutcome(outcome: SignInOutcome): void;
};

function isFinal(error: unknown): boolean {
  return error instanceof DatabricksError && error.code === 'not_found';
}

/**
 * Asks the backend for the outcome of a sign-in until there is one. Messages of the popup, the return of the focus and
 * a closed popup only make it ask at once: a page with Cross-Origin-Opener-Policy makes a popup look closed that is
 * not, and cuts off its messages.
 *
 * @returns a function that stops it.
 */
export function watchSignIn(options: WatchSignInOptions): () => void {
  const { api, id, popup, onWindow, onOutcome } = options;
  const giveUpAt = Date.now() + GIVE_UP_AFTER_MS;
  const aborter = new AbortController();
  const { signal } = aborter;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = false;
  let askAgain = false;
  let windowState: WindowState = 'open';

  const cutOffTimer = setTimeout(() => {
    if (popup?.window.closed) {
      windowState = 'cutOff';
      onWindow(windowState);
    }
  }, CUT_OFF_WITHIN_MS);

  const stop = () => {
    aborter.abort();
    clearTimeout(timer);
    clearTimeout(cutOffTimer);
  };
  const finish = (outcome: SignInOutcome) => {
    stop();
    onOutcome(outcome);
  };

  async function askOnce() {
    const wasClosed = popup?.window.closed ?? false;
    try {
      const outcome = await api.getSignIn(id, { signal });
      if (signal.aborted) {
        return;
      }
      if (outcome.status !== 'pending') {
        finish(outcome);
        return;
      }
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      if (isFinal(error)) {
        finish({ id, status: 'expired' });
        return;
      }
      if (Date.now() > giveUpAt) {
        // It may have been finished: nobody can tell
        finish({ id, status: 'pending' });
        return;
      }
    }
    if (wasClosed && windowState === 'open') {
      windowState = 'closed';
      onWindow(windowState);
    }
  }

  async function ask() {
    if (asking) {
      askAgain = true;
      return;
    }
    asking = true;
    clearTimeout(timer);
    do {
      askAgain = false;
      await askOnce();
    } while (askAgain && !signal.aborted);
    asking = false;
    if (!signal.aborted) {
      timer = setTimeout(ask, POLL_INTERVAL_MS);
    }
  }

  const onMessage = (event: MessageEvent) => {
    if (
      popup &&
      isSignInMessage(event, {
        origin: popup.origin,
        source: popup.window,
        id,
      })
    ) {
      ask();
    }
  };
  window.addEventListener('focus', ask);
  window.addEventListener('message', onMessage);
  signal.addEventListener('abort', () => {
    window.removeEventListener('focus', ask);
    window.removeEventListener('message', onMessage);
  });

  timer = setTimeout(ask, popup ? POLL_INTERVAL_MS : 0);
  return stop;
}
