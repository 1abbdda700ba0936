import { RequestHandler } from 'express';
import { waitBeforeStop } from '../waitBeforeStop';

/** Requests whose answer is not sent yet. When Backstage stops, it may cut off what is still open. */
export class AnswersInFlight {
  readonly #open = new Set<Promise<void>>();

  readonly track: RequestHandler = (_request, response, next) => {
    // The other side may have gone while Backstage looked at its credentials
    if (response.closed) {
      next();
      return;
    }
    // Comes after the last byte was sent, or when the other side is gone
    const closed = new Promise<void>(resolve => {
      response.once('close', resolve);
    }).finally(() => this.#open.delete(closed));
    this.#open.add(closed);
    next();
  };

  /** Waits until all are sent, but not for ever. */
  async sent(): Promise<void> {
    await waitBeforeStop(this.#allSent());
  }

  async #allSent(): Promise<void> {
    while (this.#open.size > 0) {
      await Promise.all(this.#open);
    }
  }
}
