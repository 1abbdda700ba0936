import {
  ExchangeResult,
  RefusalReason,
  RefusedCallback,
  StartedSignIn,
} from './SignIn';

/** What the callback's page shows, and whom it tells. */
export type CallbackResult = ExchangeResult & {
  refused?: RefusalReason | 'malformed' | 'limited';
  /** The sign-in that the page names: present only where its own browser has brought the callback. */
  signIn?: Pick<StartedSignIn, 'id' | 'display' | 'returnTo'>;
  /** The sign-in that the audit names, also where the page must not. */
  audited?: RefusedCallback['signIn'];
  /** `Set-Cookie` that removes the binding cookie. */
  clearCookie?: string;
};

export function refusedCallback(
  refused: CallbackResult['refused'],
): CallbackResult {
  return { refused, end: { status: 'failed', error: 'authorization_failed' } };
}
