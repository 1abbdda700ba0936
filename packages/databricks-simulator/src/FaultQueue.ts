import { Endpoint } from './Endpoint';
import { Fault } from './Fault';

/**
 * Faults that wait for their requests, in the order in which they were given.
 *
 * @public
 */
export class FaultQueue {
  readonly #waiting = new Map<Endpoint, { fault: Fault; times: number }[]>();

  /**
   * The next requests of an endpoint meet this fault, after those that already wait.
   *
   * @param times - How many requests; `Infinity` until `clear()`. Default: 1.
   */
  next(endpoint: Endpoint, fault: Fault, times: number = 1): void {
    if (!(times >= 1)) {
      throw new RangeError('A fault is for at least one request');
    }
    if (fault.kind === 'callback' && endpoint !== 'authorize') {
      throw new TypeError('Only authorize has a callback');
    }
    const waiting = this.#waiting.get(endpoint) ?? [];
    waiting.push({ fault, times });
    this.#waiting.set(endpoint, waiting);
  }

  /** Forgets all faults that still wait. */
  clear(): void {
    this.#waiting.clear();
  }

  take(endpoint: Endpoint): Fault | undefined {
    const waiting = this.#waiting.get(endpoint);
    const first = waiting?.[0];
    if (waiting && first) {
      first.times -= 1;
      if (first.times < 1) {
        waiting.shift();
      }
    }
    return first?.fault;
  }
}
