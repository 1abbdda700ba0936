import { pagesById } from '../connections';
import { UserNotifications } from '../portal';
import { LiveSettings } from '../settings';
import { DatabaseNoticeStore, DueSignIn } from './DatabaseNoticeStore';
import { noticeOf } from './noticeOf';

type SignInNoticesOptions = {
  store: DatabaseNoticeStore;
  settings: LiveSettings;
  notifications: UserNotifications;
};

/**
 * Notifies users of their own sign-ins, those that they use: once when one ends within a day, and once when one has ended
 * and work was refused. All that is due to a user is one notification, and there is at most one a day.
 *
 * A user is claimed before a notification is sent, and what it told is written down after it. So nothing is lost: where
 * sending fails, or the replica dies, it is tried again after a pause, which grows. Who dies between the two makes the
 * user read it once more, as the same notification, since its scope is the same.
 */
export class SignInNotices {
  readonly #options: SignInNoticesOptions;

  constructor(options: SignInNoticesOptions) {
    this.#options = options;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { settings, store } = this.#options;
    const users = new Set<string>();
    for (const appConnection of settings.current().appConnections.values()) {
      const pages = pagesById(page => store.listDue(appConnection, page));
      for await (const due of pages) {
        due.forEach(({ owner }) => users.add(owner));
      }
    }
    for (const user of users) {
      // Where one cannot be sent, neither can the next. The next run begins with the others
      if (signal.aborted || !(await this.#tell(user))) {
        return;
      }
    }
    await store.removeOld();
  }

  /** @returns whether notifications can be sent, as far as is known */
  async #tell(user: string): Promise<boolean> {
    const { notifications, settings, store } = this.#options;
    const attempt = await store.claim(user);
    // Who was claimed by another replica is told by that one. Who has reconnected meanwhile is told nothing
    const due = attempt === undefined ? [] : await this.#dueOf(user);
    const notice = noticeOf(due, settings.current());
    if (attempt === undefined || !notice) {
      return true;
    }
    const isSent = await notifications.send(user, notice);
    if (isSent) {
      await store.settle(user, attempt, due);
    }
    return isSent;
  }

  async #dueOf(user: string): Promise<DueSignIn[]> {
    const { settings, store } = this.#options;
    const due: DueSignIn[] = [];
    for (const appConnection of settings.current().appConnections.values()) {
      due.push(...(await store.listDueOf(user, appConnection)));
    }
    return due;
  }
}
