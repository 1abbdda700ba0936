import {
  DatabricksApi,
  DatabricksError,
  SignInOutcome,
} from '@backstage-databricks/plugin-databricks-common';
import { isSignInMessage } from './isSignInMessage';

// Often enough that nobody waits for it, seldom enough for a backend with many waiting people.
const pollIntervalMs = 1_500;
// A sign-in ends 10 minutes after its start; later than this the backend will not answer anything else either.
const giveUpAfterMs = 11 * 60_000;
// Databricks shows some errors instead of redirecting; a person who signs in normally is mostly done by then.
const slowAfterMs = 20_000;

/** Why the developer may be stuck. */
export type SlowReason = 'time' | 'popupClosed';

export type WatchSignInOptions = {
  api: Pick<DatabricksApi, 'getSignIn'>;
  id: string;
  /** The window that was opened, and the only origin that may speak from it. Absent after a reload. */
  popup?: { window: Window; origin: string };
  onSlow(reason: SlowReason): void;
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
  const { api, id, popup, onSlow, onOutcome } = options;
  const giveUpAt = Date.now() + giveUpAfterMs;
  const aborter = new AbortController();
  const { signal } = aborter;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = false;
  let askAgain = false;
  let reportedClosed = false;

  const slowTimer = setTimeout(() => onSlow('time'), slowAfterMs);

  const stop = () => {
    aborter.abort();
    clearTimeout(timer);
    clearTimeout(slowTimer);
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
      if (isFinal(error) || Date.now() > giveUpAt) {
        finish({ id, status: 'expired' });
        return;
      }
    }
    if (wasClosed && !reportedClosed) {
      reportedClosed = true;
      // It would say less: that nothing has happened for a while
      clearTimeout(slowTimer);
      onSlow('popupClosed');
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
      timer = setTimeout(ask, pollIntervalMs);
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

  timer = setTimeout(ask, popup ? pollIntervalMs : 0);
  return stop;
}
