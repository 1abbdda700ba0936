import { LoggerService } from '@backstage/backend-plugin-api';
import { SignalPayload, SignalsService } from '@backstage/plugin-signals-node';

/**
 * Tells open pages what to read again, and never what has changed in it. Nobody waits for a signal, and a signal that
 * fails makes nothing else fail: a page that gets none reads again when it gets the focus.
 */
export class ChangeSignals {
  readonly #signals: SignalsService;
  readonly #logger: LoggerService;

  constructor(options: { signals: SignalsService; logger: LoggerService }) {
    this.#signals = options.signals;
    this.#logger = options.logger;
  }

  /** To these users alone. */
  connectionsOf(userEntityRefs: string[]): void {
    const entityRef = [...new Set(userEntityRefs)];
    if (entityRef.length > 0) {
      this.#publish({ type: 'user', entityRef }, 'connections');
    }
  }

  /** To everybody. */
  settings(): void {
    this.#publish({ type: 'broadcast' }, 'settings');
  }

  async #publish(
    recipients: SignalPayload['recipients'],
    changed: 'connections' | 'settings',
  ): Promise<void> {
    try {
      await this.#signals.publish({
        channel: 'databricks',
        recipients,
        message: { changed },
      });
    } catch (error) {
      this.#logger.warn(`A signal was lost: ${(error as Error).name}`);
    }
  }
}
