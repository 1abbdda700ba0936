import type {
  DatabricksApi,
  Issuer,
  Problem,
  SignInOutcome,
} from '@backstage-databricks/plugin-databricks-common';
import { toProblem } from '../store/toProblem';
import { DialogState, OpenDialog } from './DialogState';
import { foreignAddress } from './foreignAddress';
import { openPopup } from './openPopup';
import { PendingSignIn, PendingSignIns } from './PendingSignIns';
import type { RequestedClient } from './readRegistration';
import { SignInPlace, startSignIn } from './startSignIn';
import { watchSignIn, WindowState } from './watchSignIn';

/**
 * How a sign-in at an issuer stands, as far as the portal knows.
 *
 * @public
 */
export type SignInState =
  | { status: 'starting' }
  /** The user is at Databricks. `none`: in a window of another tab, or before this page was loaded again. */
  | {
      status: 'waiting';
      window: WindowState | 'none';
      registration: RequestedClient;
    }
  /** The browser blocked the window; a sign-in in this tab still works. */
  | { status: 'blocked' }
  | { status: 'denied' | 'failed' | 'expired'; problem?: Problem }
  /** It has succeeded, as somebody else than `before`, who is named as people read it. */
  | { status: 'otherAccount'; before: string };

/** @public */
export type SignInsState = {
  byIssuer: Record<string, SignInState>;
  dialog?: OpenDialog;
  /** The last one that succeeded in this tab. */
  succeeded?: { id: string; issuer: string };
  /** Which of the places that could draw the dialog does. */
  host?: string;
};

type SignInsOptions = {
  api: Pick<DatabricksApi, 'startSignIn' | 'getSignIn' | 'cancelSignIn'>;
  /** Whose portal this is. */
  userEntityRef(): Promise<string>;
  backendUrl(): Promise<string>;
  appBaseUrl?: string;
  backendBaseUrl?: string;
  /** Fetches what a sign-in has changed. False: it is not known. */
  afterSignIn(): Promise<boolean>;
  issuer(id: string): Issuer | undefined;
};

/** An attempt that may still change the state; a newer one or a cancel ends it. */
type Attempt = {
  aborter: AbortController;
  /** Begun in this tab, which tells how it ends. */
  isOwn: boolean;
  /** Where, when it was begun on this page. */
  of?: Issuer;
  /** Its outcome is known, and what follows from it is under way. */
  isFinished?: true;
  id?: string;
  popup?: Window;
  /** Set while its outcome is asked for. */
  watched?: { pending: PendingSignIn; stop(): void };
};

/** The sign-ins of this user, in all tabs, and the one dialog about them. */
export class SignIns {
  readonly #options: SignInsOptions;
  readonly #listeners = new Set<() => void>();
  readonly #attempts = new Map<string, Attempt>();
  #pending?: PendingSignIns;
  /** Those of them that were begun in this tab, also before it was loaded again. */
  #own?: PendingSignIns;
  #state: SignInsState = { byIssuer: {} };
  #stopWatching?: () => void;
  /** What waits for somebody to look. */
  readonly #untold: (() => void)[] = [];
  readonly #dialog = new DialogState(() =>
    this.#set({ dialog: this.#dialog.current, host: this.#dialog.host }),
  );

  constructor(options: SignInsOptions) {
    this.#options = options;
  }

  getSnapshot = (): SignInsState => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) {
      this.#untold.splice(0).forEach(tell => tell());
      this.#resume();
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) {
        this.#stop();
      }
    };
  };

  /** Many parts of a page may want to draw the dialog: the first of them does. */
  addHost(id: string): () => void {
    return this.#dialog.addHost(id);
  }

  openDialog(dialog: OpenDialog): void {
    this.#dialog.open(dialog);
  }

  /** What has ended without success is over with its dialog; what is under way goes on. */
  closeDialog(): void {
    const { issuer = '' } = this.#dialog.current ?? {};
    this.#dialog.close(issuer);
    const status = this.#state.byIssuer[issuer]?.status;
    if (status && status !== 'waiting' && status !== 'starting') {
      this.#setIssuer(issuer, undefined);
    }
  }

  /** Opens a window; to be called in a click. */
  connect({ issuer, fabric }: SignInPlace): void {
    const attempt = this.#begin(issuer);
    const { intent = 'connect' } = this.#dialog.of(issuer.id) ?? {};
    this.openDialog({
      issuer: issuer.id,
      intent,
      step: 'signIn',
      fabric,
      of: issuer,
    });
    if (this.#isForeign(issuer)) {
      return;
    }
    const popup = openPopup();
    if (!popup) {
      this.#setIssuer(issuer.id, { status: 'blocked' });
      return;
    }
    attempt.popup = popup;
    this.#setIssuer(issuer.id, { status: 'starting' });
    this.#start({ issuer, fabric }, 'popup', attempt, url =>
      popup.location.replace(url),
    );
  }

  /** Leaves the portal for Databricks and comes back. */
  connectInThisTab({ issuer, fabric }: SignInPlace): void {
    const attempt = this.#begin(issuer);
    if (this.#isForeign(issuer)) {
      return;
    }
    this.#setIssuer(issuer.id, { status: 'starting' });
    this.#start({ issuer, fabric }, 'page', attempt, url =>
      window.open(url, '_self'),
    );
  }

  /** Gives the sign-in up: at the server, and in all tabs. */
  cancel(issuer: string): void {
    const id = this.#underWay(issuer);
    this.#end(issuer);
    this.#attempts.delete(issuer);
    this.#forget(issuer);
    this.#setIssuer(issuer, undefined);
    this.#dialog.close(issuer);
    this.#giveUp(id);
  }

  showWindow(issuer: string): void {
    this.#attempts.get(issuer)?.popup?.focus();
  }

  /** The id of the sign-in that waits, also where the browser keeps nothing. */
  #underWay(issuer: string): string | undefined {
    return this.#pending?.read()[issuer]?.id ?? this.#attempts.get(issuer)?.id;
  }

  #begin(of: Issuer): Attempt {
    const { id: issuer } = of;
    const id = this.#underWay(issuer);
    this.#end(issuer);
    this.#forget(issuer);
    this.#giveUp(id);
    const aborter = new AbortController();
    const attempt: Attempt = { aborter, isOwn: true, of };
    this.#attempts.set(issuer, attempt);
    return attempt;
  }

  #forget(issuer: string): void {
    this.#pending?.remove(issuer);
    this.#own?.remove(issuer);
  }

  #end(issuer: string): void {
    const attempt = this.#attempts.get(issuer);
    attempt?.aborter.abort();
    attempt?.popup?.close();
  }

  /** It expires by itself where this fails. What was finished before is shown as it is. */
  #giveUp(id: string | undefined): void {
    if (id) {
      this.#options.api.cancelSignIn(id).then(
        ({ status }) => {
          if (status === 'succeeded') {
            this.#options.afterSignIn();
          }
        },
        () => {},
      );
    }
  }

  /** Says so when no sign-in can work from the address at which the portal was opened. */
  #isForeign(issuer: Issuer): boolean {
    const problem = foreignAddress(
      window.location,
      this.#options.backendBaseUrl,
    );
    if (problem) {
      this.#setIssuer(issuer.id, { status: 'failed', problem });
    }
    return problem !== undefined;
  }

  async #start(
    place: SignInPlace,
    display: PendingSignIn['display'],
    attempt: Attempt,
    go: (authorizationUrl: string) => void,
  ): Promise<void> {
    const { api, appBaseUrl, backendUrl } = this.#options;
    const { signal } = attempt.aborter;
    const issuer = place.issuer.id;
    try {
      const [{ pending, authorizationUrl }, baseUrl, shared] =
        await Promise.all([
          startSignIn(api, place, display, appBaseUrl),
          backendUrl(),
          this.#shared(),
        ]);
      if (signal.aborted) {
        attempt.popup?.close();
        this.#giveUp(pending.id);
        return;
      }
      attempt.id = pending.id;
      shared.save(issuer, pending);
      this.#own?.save(issuer, pending);
      go(authorizationUrl);
      const { origin } = new URL(baseUrl, window.location.href);
      const { popup } = attempt;
      this.#watch(issuer, pending, attempt, popup && { window: popup, origin });
    } catch (error) {
      attempt.popup?.close();
      if (!signal.aborted) {
        this.#setIssuer(issuer, {
          status: 'failed',
          problem: toProblem(error),
        });
      }
    }
  }

  #watch(
    issuer: string,
    pending: PendingSignIn,
    attempt: Attempt,
    popup?: { window: Window; origin: string },
  ): void {
    const { registration } = pending;
    const showWindow = (state: WindowState | 'none') =>
      this.#setIssuer(issuer, {
        status: 'waiting',
        window: state,
        registration,
      });
    showWindow(popup ? 'open' : 'none');
    const stop = watchSignIn({
      api: this.#options.api,
      id: pending.id,
      popup,
      onWindow: showWindow,
      onOutcome: outcome => this.#finish(issuer, pending, attempt, outcome),
    });
    attempt.watched = { pending, stop };
    attempt.aborter.signal.addEventListener('abort', stop);
  }

  async #finish(
    issuer: string,
    pending: PendingSignIn,
    attempt: Attempt,
    { status, error: problem }: SignInOutcome,
  ): Promise<void> {
    this.#forget(issuer);
    attempt.isFinished = true;
    attempt.id = undefined;
    attempt.popup?.close();
    switch (status) {
      case 'pending':
        // The portal could not be asked for so long that nothing is known of it
        this.#setIssuer(issuer, undefined);
        this.#dialog.close(issuer);
        this.#options.afterSignIn();
        return;
      case 'succeeded':
        await this.#succeed(issuer, pending, attempt);
        return;
      default: {
        // One that was given up counts as expired: nobody waits for it
        const isAwaited =
          status !== 'expired' || problem || this.#dialog.of(issuer);
        if (!isAwaited || !this.#tell(issuer, attempt, { status, problem })) {
          this.#setIssuer(issuer, undefined);
        }
      }
    }
  }

  /**
   * Says how a sign-in has ended: where somebody looks at it, and in the tab in which it was begun.
   *
   * @returns false in the other tabs, and where another dialog is open
   */
  #tell(issuer: string, { isOwn, of }: Attempt, state: SignInState): boolean {
    const isOpen = this.#dialog.of(issuer) !== undefined;
    if (!isOpen && (!isOwn || this.#dialog.current)) {
      return false;
    }
    this.#setIssuer(issuer, state);
    if (!isOpen) {
      this.openDialog({ issuer, intent: 'connect', step: 'signIn', of });
    }
    return true;
  }

  async #succeed(
    issuer: string,
    { id, before }: PendingSignIn,
    attempt: Attempt,
  ): Promise<void> {
    let isKnown = await this.#options.afterSignIn();
    while (!isKnown && this.#listeners.size === 0) {
      // The user is on another page of the portal: it is told when they are back
      await new Promise<void>(resolve => {
        this.#untold.push(resolve);
      });
      isKnown = await this.#options.afterSignIn();
    }
    if (attempt.aborter.signal.aborted) {
      return;
    }
    const connection = this.#options.issuer(issuer)?.connection;
    const replaced =
      isKnown && connection && 'replacedUserName' in connection
        ? connection.replacedUserName
        : undefined;
    if (
      replaced !== undefined &&
      this.#tell(issuer, attempt, {
        status: 'otherAccount',
        before: before ?? replaced,
      })
    ) {
      return;
    }
    const isAwaited = attempt.isOwn || this.#dialog.of(issuer) !== undefined;
    this.#setIssuer(issuer, undefined);
    this.#dialog.close(issuer);
    // In the other tabs the dots turn green, and that is enough
    if (isKnown && isAwaited) {
      this.#set({ succeeded: { id, issuer } });
    }
  }

  async #shared(): Promise<PendingSignIns> {
    const user = await this.#options.userEntityRef();
    this.#own ??= new PendingSignIns(user, 'sessionStorage');
    this.#pending ??= new PendingSignIns(user);
    return this.#pending;
  }

  /** Takes up what other tabs, or this one before it was loaded again, have begun. */
  async #resume(): Promise<void> {
    const shared = await this.#shared().catch(() => undefined);
    if (!shared || this.#listeners.size === 0 || this.#stopWatching) {
      return;
    }
    const takeUp = () => {
      const pending = shared.read();
      const own = this.#own?.read() ?? {};
      // An own one may have ended in another tab while this one was away
      for (const [issuer, signIn] of Object.entries({ ...own, ...pending })) {
        const attempt = this.#attempts.get(issuer);
        if (attempt?.id !== signIn.id || attempt.aborter.signal.aborted) {
          this.#end(issuer);
          const taken = {
            aborter: new AbortController(),
            id: signIn.id,
            isOwn: own[issuer]?.id === signIn.id,
          };
          this.#attempts.set(issuer, taken);
          this.#watch(issuer, signIn, taken);
        }
      }
      for (const [issuer, state] of Object.entries(this.#state.byIssuer)) {
        const isFinished = this.#attempts.get(issuer)?.isFinished;
        if (state.status === 'waiting' && !pending[issuer] && !isFinished) {
          this.#endedElsewhere(issuer);
        }
      }
    };
    // The browser's Back from Databricks may bring this page back as it was left
    const onPageShow = (event: PageTransitionEvent) => {
      if (event.persisted) {
        takeUp();
      }
    };
    window.addEventListener('pageshow', onPageShow);
    const unwatch = shared.watch(takeUp);
    this.#stopWatching = () => {
      unwatch();
      window.removeEventListener('pageshow', onPageShow);
    };
    takeUp();
  }

  /** Finished or given up in another tab. Who looks at its dialog in this one is told how it ended. */
  async #endedElsewhere(issuer: string): Promise<void> {
    const attempt = this.#attempts.get(issuer);
    const { watched } = attempt ?? {};
    watched?.stop();
    this.#own?.remove(issuer);
    if (attempt && watched && (this.#dialog.of(issuer) || attempt.isOwn)) {
      const outcome = await this.#options.api
        .getSignIn(watched.pending.id)
        .catch(() => undefined);
      if (attempt.aborter.signal.aborted) {
        return;
      }
      // One that was given up counts as expired
      if (outcome && !['pending', 'expired'].includes(outcome.status)) {
        await this.#finish(issuer, watched.pending, attempt, outcome);
        return;
      }
    }
    this.#end(issuer);
    this.#setIssuer(issuer, undefined);
    if (this.#dialog.of(issuer)?.step === 'signIn') {
      this.#dialog.close(issuer);
    }
    this.#options.afterSignIn();
  }

  #stop(): void {
    this.#stopWatching?.();
    this.#stopWatching = undefined;
    for (const [issuer, attempt] of this.#attempts) {
      // One with a window is watched on: its user comes back to another page of the portal
      if (!attempt.popup) {
        attempt.aborter.abort();
        this.#attempts.delete(issuer);
        if (!attempt.watched) {
          this.#setIssuer(issuer, undefined);
        }
      }
    }
  }

  #setIssuer(issuer: string, state: SignInState | undefined): void {
    const { [issuer]: _, ...others } = this.#state.byIssuer;
    this.#set({ byIssuer: state ? { ...others, [issuer]: state } : others });
  }

  #set(changes: Partial<SignInsState>): void {
    this.#state = { ...this.#state, ...changes };
    this.#listeners.forEach(listener => listener());
  }
}
