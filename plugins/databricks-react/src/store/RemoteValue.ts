import type { Problem } from '@backstage-databricks/plugin-databricks-common';
import type { SignalApi } from '@backstage/plugin-signals-react';
import { toProblem } from './toProblem';

/** Coming back to the portal shows what changed elsewhere; going back and forth does not ask each time. */
const STALE_AFTER_MS = 2_000;

/** Many signals at once, a bulk change for instance, are one question. */
const SIGNALS_APART_MS = 1_000;

/** While something changes soon. */
const SOON_MS = 60_000;

/**
 * Something that is fetched, and fetched again when the portal gets the focus or the backend signals a change.
 *
 * @public
 */
export type Remote<T> =
  | { status: 'loading' }
  /** With a problem: the last refetch failed, and `value` is what was known at `fetchedAt`, in epoch milliseconds. */
  | { status: 'loaded'; value: T; fetchedAt: number; problem?: Problem }
  | { status: 'forbidden'; problem: Problem }
  | { status: 'notFound'; problem: Problem }
  | { status: 'error'; problem: Problem };

function afterFailure<T>(before: Remote<T>, problem: Problem): Remote<T> {
  switch (problem.code) {
    case 'not_allowed':
      return { status: 'forbidden', problem };
    case 'not_found':
      return { status: 'notFound', problem };
    default:
      return before.status === 'loaded'
        ? { ...before, problem }
        : { status: 'error', problem };
  }
}

/** One answer of the backend, shared by all that show it. It is asked for while somebody looks. */
export class RemoteValue<T> {
  readonly #load: (signal: AbortSignal) => Promise<T>;
  readonly #changesSoon: (value: T) => boolean;
  readonly #signalApi?: SignalApi;
  readonly #listeners = new Set<() => void>();
  #state: Remote<T> = { status: 'loading' };
  #fetchedAt = 0;
  #aborter?: AbortController;
  #signalled?: ReturnType<typeof setTimeout>;
  #stopLooking?: () => void;
  #newest?: Promise<boolean>;

  /** @param options - `changesSoon`: whether to ask again every minute where no signals come */
  constructor(options: {
    load(signal: AbortSignal): Promise<T>;
    changesSoon?(value: T): boolean;
    signalApi?: SignalApi;
  }) {
    this.#load = options.load;
    this.#changesSoon = options.changesSoon ?? (() => false);
    this.#signalApi = options.signalApi;
  }

  getSnapshot = (): Remote<T> => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) {
      this.#stopLooking = this.#look();
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) {
        this.#stopLooking?.();
      }
    };
  };

  /**
   * Asks again; what is shown stays until the answer is there. Nobody looks: asked when somebody does.
   *
   * @returns whether the newest answer is there now
   */
  refetch = async (): Promise<boolean> => {
    if (this.#listeners.size === 0) {
      this.#fetchedAt = 0;
      return false;
    }
    const fetching = this.#fetch();
    this.#newest = fetching;
    const isThere = await fetching;
    // A newer one has taken its place
    return this.#newest === fetching ? isThere : this.#newest;
  };

  async #fetch(): Promise<boolean> {
    clearTimeout(this.#signalled);
    this.#aborter?.abort();
    const { signal } = (this.#aborter = new AbortController());
    this.#fetchedAt = Date.now();
    try {
      const value = await this.#load(signal);
      if (!signal.aborted) {
        this.#set({ status: 'loaded', value, fetchedAt: Date.now() });
      }
      return !signal.aborted;
    } catch (error) {
      if (!signal.aborted) {
        this.#set(afterFailure(this.#state, toProblem(error)));
      }
      return false;
    }
  }

  /** Begins anew, unless there is something to show. */
  retry = async (): Promise<void> => {
    if (this.#state.status !== 'loaded') {
      this.#set({ status: 'loading' });
    }
    await this.refetch();
  };

  #set(state: Remote<T>): void {
    this.#state = state;
    this.#listeners.forEach(listener => listener());
  }

  #look(): () => void {
    const refetchOlderThan = (ageMs: number) => {
      if (
        document.visibilityState === 'visible' &&
        Date.now() - this.#fetchedAt > ageMs
      ) {
        this.refetch();
      }
    };
    const onFocus = () => refetchOlderThan(STALE_AFTER_MS);
    const subscription = this.#signalApi?.subscribe('databricks', () => {
      clearTimeout(this.#signalled);
      const dueIn = this.#fetchedAt + SIGNALS_APART_MS - Date.now();
      this.#signalled = setTimeout(() => refetchOlderThan(0), dueIn);
    });
    const timer = setInterval(() => {
      if (
        this.#state.status === 'loaded' &&
        this.#changesSoon(this.#state.value)
      ) {
        refetchOlderThan(SOON_MS / 2);
      }
    }, SOON_MS);
    window.addEventListener('focus', onFocus);
    document.addEventListener('visibilitychange', onFocus);
    onFocus();
    return () => {
      window.removeEventListener('focus', onFocus);
      document.removeEventListener('visibilitychange', onFocus);
      clearInterval(timer);
      clearTimeout(this.#signalled);
      subscription?.unsubscribe();
    };
  }
}
