import { LoggerService } from '@backstage/backend-plugin-api';
import {
  NotificationSendOptions,
  NotificationService,
} from '@backstage/plugin-notifications-node';
import { withTimeout } from '../withTimeout';
import { PORTAL_DEADLINE_MS } from './PortalAnswers';

/** What a user reads. */
export type UserNotification = NotificationSendOptions['payload'];

/** Notifications of users, where the portal has them. A portal without them misses nothing else. */
export class UserNotifications {
  readonly #notifications: NotificationService;
  readonly #logger: LoggerService;
  /** Told once: a portal without notifications would be told again and again. */
  #isFailing = false;

  constructor(options: {
    notifications: NotificationService;
    logger: LoggerService;
  }) {
    this.#notifications = options.notifications;
    this.#logger = options.logger;
  }

  /**
   * @param entityRef - of users or groups, which stand for their members
   * @returns whether the portal has taken it in time; where it has not, it may have all the same
   */
  async send(
    entityRef: string | string[],
    payload: UserNotification,
  ): Promise<boolean> {
    const recipients = { type: 'entity', entityRef } as const;
    try {
      await withTimeout(
        PORTAL_DEADLINE_MS,
        this.#notifications.send({ recipients, payload }),
        () => new Error('The portal does not take the notification'),
      );
      this.#isFailing = false;
    } catch {
      if (!this.#isFailing) {
        this.#logger.warn(
          'Users cannot be notified. It is tried again, and not logged again. Does this portal have the notifications plugin?',
        );
      }
      this.#isFailing = true;
    }
    return !this.#isFailing;
  }
}
