import { LoggerService } from '@backstage/backend-plugin-api';
import { SignalPayload, SignalsService } from '@backstage/plugin-signals-node';

/**
 * Tells open pages that something changed: what to read again, never what it is. Nobody waits for it, and nothing fails
 * with it: a page that is not told reads again when it gets the focus.
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
