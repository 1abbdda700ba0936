import { DatabaseGrantStore } from './DatabaseGrantStore';
import { Grant } from './Grant';

/** Between looks at a row. */
const LOOK_MIN_MS = 25;
const LOOK_MAX_MS = 250;

/** On the monotonic clock. */
type Patience = { askedAt: number; giveUpAt: number };

type Waiter = Patience & {
  grant: Grant;
  resolve: (grant: Grant | undefined) => void;
  reject: (error: unknown) => void;
};

/**
 * Those on this replica who wait for grants that somebody else renews. One statement looks at the rows of all of them,
 * however many they are; rows whose renewal is over are read with a second statement. The next look begins only when the last
 * one has answered.
 */
export class GrantWaiters {
  readonly #store: DatabaseGrantStore;
  readonly #waiting = new Set<Waiter>();
  #timer: NodeJS.Timeout | undefined;
  /** On the monotonic clock; in the past while a look is under way. */
  #lookAt = Infinity;

  constructor(options: { store: DatabaseGrantStore }) {
    this.#store = options.store;
  }

  /**
   * Waits until nobody renews the grant as it was read: the lease has ended, the row has changed or it is gone.
   *
   * @param patience - who asked long ago looks less often, and gives up first
   * @returns the grant as it is then, undefined when it is gone
   * @throws DatabricksServiceError `unavailable`
   */
  next(grant: Grant, patience: Patience): Promise<Grant | undefined> {
    return new Promise((resolve, reject) => {
      const waiter = { ...patience, grant, resolve, reject };
      this.#waiting.add(waiter);
      this.#lookIn(nextLookInMs(waiter));
    });
  }

  /** Looks within this time, at a random moment, so that replicas that were asked together do not look together. */
  #lookIn(pauseMs: number): void {
    const inMs = pauseMs * (0.5 + Math.random() / 2);
    const lookAt = performance.now() + inMs;
    if (lookAt < this.#lookAt) {
      clearTimeout(this.#timer);
      this.#lookAt = lookAt;
      this.#timer = setTimeout(() => this.#look(), inMs);
    }
  }

  async #look(): Promise<void> {
    const asked = [...this.#waiting];
    let over = asked;
    try {
      const rows = await this.#store.renewing(idsOf(asked));
      const renewing = new Map(rows.map(row => [row.id, row.generation]));
      over = asked.filter(
        ({ grant, giveUpAt }) =>
          renewing.get(grant.id) !== grant.generation ||
          performance.now() > giveUpAt,
      );
      const grants = over.length ? await this.#store.readMany(idsOf(over)) : [];
      const byId = new Map(grants.map(grant => [grant.id, grant]));
      over.forEach(({ grant, resolve }) => resolve(byId.get(grant.id)));
    } catch (error) {
      over.forEach(({ reject }) => reject(error));
    }
    over.forEach(waiter => this.#waiting.delete(waiter));
    this.#lookAt = Infinity;
    if (this.#waiting.size > 0) {
      this.#lookIn(Math.min(...[...this.#waiting].map(nextLookInMs)));
    }
  }
}

/** Pauses grow with the time waited so far. */
function nextLookInMs({ askedAt }: Waiter): number {
  const pauseMs = 2 * (performance.now() - askedAt);
  return Math.min(Math.max(pauseMs, LOOK_MIN_MS), LOOK_MAX_MS);
}

function idsOf(waiters: Waiter[]): string[] {
  return [...new Set(waiters.map(({ grant }) => grant.id))];
}
