import { SettingsOverview } from '../checks';
import { ServicePrincipals } from '../grants';
import { UserNotifications } from '../portal';
import { LiveSettings } from '../settings';
import { DatabaseFaultStore } from './DatabaseFaultStore';
import { Fault, faultsOf } from './faultsOf';

type FaultNoticesOptions = {
  store: DatabaseFaultStore;
  settings: LiveSettings;
  settingsOverview: Pick<SettingsOverview, 'describe'>;
  servicePrincipals: ServicePrincipals;
  notifications: UserNotifications;
};

/**
 * Notifies owners of fabrics of their service principals, and admins of what nobody else is told of: once of each fault,
 * and once more where it is over and comes again, at most once a day.
 *
 * A fault is claimed before a notification is sent, and that it was told is written down after it, as for sign-ins.
 *
 * Nobody is told that something is well again. The notifications plugin (0.6.9) has no quiet update: whatever is sent
 * with the scope of a row makes that row unread again, is signalled as new and goes to the processors, which may send
 * e-mails. So the row stays as it is.
 */
export class FaultNotices {
  readonly #options: FaultNoticesOptions;

  constructor(options: FaultNoticesOptions) {
    this.#options = options;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { store } = this.#options;
    const nowMs = await store.now();
    const faults = await this.#faults(nowMs);
    await store.note(faults, nowMs);
    for (const fault of faults.filter(it => it.recipients.length > 0)) {
      // Where one cannot be sent, neither can the next. The next run begins with the others
      if (signal.aborted || !(await this.#tell(fault))) {
        return;
      }
    }
    await store.removeOld();
  }

  async #faults(nowMs: number): Promise<Fault[]> {
    const { servicePrincipals, settings, settingsOverview } = this.#options;
    const described = await settingsOverview.describe();
    const snapshot = settings.current();
    const states = await servicePrincipals.states([
      ...snapshot.fabrics.values(),
    ]);
    return faultsOf({
      settings: described,
      snapshot,
      servicePrincipals: states,
      nowMs,
    });
  }

  /** @returns whether notifications can be sent, as far as is known */
  async #tell(fault: Fault): Promise<boolean> {
    const { notifications, store } = this.#options;
    if (!(await store.claim(fault))) {
      return true;
    }
    const { recipients, scope, notification } = fault;
    const isSent = await notifications.send(recipients, {
      ...notification,
      scope,
    });
    if (isSent) {
      await store.settle(fault);
    }
    return isSent;
  }
}
