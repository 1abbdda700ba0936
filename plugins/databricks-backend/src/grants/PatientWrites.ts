import { setTimeout as delay } from 'node:timers/promises';
import { DatabricksServiceError } from '../errors';
import { withTimeout } from '../withTimeout';
import { LEASE_MS } from './DatabaseGrantStore';

/** A database that comes back within the lease loses nothing. */
const RETRY_MIN_MS = 100;
const RETRY_MAX_MS = 2_000;

/** With the deadline of the call before it, callers are told within 15 s that the database is away. */
const CALLER_PATIENCE_MS = 5_000;

/**
 * Writes with patience, for as long as the lease holds: what is written exists nowhere else. Whoever waits is told
 * before, and the writing goes on.
 */
export class PatientWrites {
  readonly #callerPatienceMs: number;
  readonly #giveUpAfterMs: number;
  readonly #writing = new Set<Promise<unknown>>();

  constructor(options?: { callerPatienceMs?: number; giveUpAfterMs?: number }) {
    this.#callerPatienceMs = options?.callerPatienceMs ?? CALLER_PATIENCE_MS;
    this.#giveUpAfterMs = options?.giveUpAfterMs ?? LEASE_MS;
  }

  /** How many are under way. */
  get size(): number {
    return this.#writing.size;
  }

  /**
   * @param onGivenUp - nothing was written, and nothing will be
   * @throws DatabricksServiceError `unavailable` when the caller has waited for long enough
   */
  async write(
    write: () => Promise<boolean>,
    onGivenUp: () => void = () => {},
  ): Promise<boolean> {
    const writing = this.track(this.#writePatiently(write));
    writing.catch(onGivenUp);
    return withTimeout(
      this.#callerPatienceMs,
      writing,
      () => new DatabricksServiceError('unavailable', { detail: 'settle' }),
    );
  }

  /** Something else that a stop waits for. */
  track<T>(work: Promise<T>): Promise<T> {
    const tracked = work.finally(() => this.#writing.delete(tracked));
    this.#writing.add(tracked);
    return tracked;
  }

  /** Waits for what is being written at the moment. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.#writing]);
  }

  async #writePatiently(write: () => Promise<boolean>): Promise<boolean> {
    const giveUpAt = performance.now() + this.#giveUpAfterMs;
    for (let pauseMs = RETRY_MIN_MS; ; pauseMs *= 2) {
      const waitMs = Math.min(pauseMs, RETRY_MAX_MS);
      try {
        return await write();
      } catch (error) {
        if (performance.now() + waitMs > giveUpAt) {
          throw error;
        }
        await delay(waitMs);
      }
    }
  }
}
