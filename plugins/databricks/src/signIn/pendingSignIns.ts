import type { RequestedClient } from './readRegistration';

/** A sign-in that was started in this tab and whose outcome nobody has seen yet. */
export type PendingSignIn = {
  id: string;
  /** Whose it is: somebody else may use this tab after them. */
  userEntityRef: string;
  fabric: string;
  display: 'popup' | 'page';
  registration: RequestedClient;
};

// In session storage, so that the outcome is found after a full-page sign-in and after a reload, in this tab alone.
const keyOf = (fabric: string) => `databricks.sign-in.${fabric}`;

export function savePendingSignIn(signIn: PendingSignIn): void {
  window.sessionStorage.setItem(keyOf(signIn.fabric), JSON.stringify(signIn));
}

export function readPendingSignIn(fabric: string): PendingSignIn | undefined {
  const text = window.sessionStorage.getItem(keyOf(fabric));
  if (!text) {
    return undefined;
  }
  try {
    return JSON.parse(text) as PendingSignIn;
  } catch {
    removePendingSignIn(fabric);
    return undefined;
  }
}

export function removePendingSignIn(fabric: string): void {
  window.sessionStorage.removeItem(keyOf(fabric));
}
