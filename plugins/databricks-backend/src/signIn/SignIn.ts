import { SignInErrorCode } from '@backstage-databricks/plugin-databricks-common';
import { DatabricksRefusal } from '../databricks';

/** Which of the two callbacks a sign-in comes back to. */
export type RedirectPath = 'oauthredirect' | 'metadata';

/** A sign-in as it was started, with everything that decides where its code goes. */
export type StartedSignIn = {
  id: string;
  userEntityRef: string;
  redirectPath: RedirectPath;
  redirectUri: string;
  /** The fabric whose user pressed Connect. */
  fabric?: string;
  /** URL of where the user signs in. */
  issuer: string;
  appConnection: string;
  clientId: string;
  scopes: string[];
  display: 'popup' | 'page';
  returnTo?: string;
};

/** A sign-in whose callback came, in the right browser, for the first time. */
export type ConsumedSignIn = StartedSignIn & {
  /** Absent when the stored one cannot be opened. */
  codeVerifier?: string;
};

/**
 * More than the code says: which rule of Databricks refused it, that the portal does not know the user's e-mail address, or
 * that its catalog did not answer.
 */
export type SignInReason = DatabricksRefusal | 'no_email' | 'catalog';

/** How a sign-in ended. */
export type SignInEnd =
  | { status: 'succeeded' }
  | {
      status: 'denied' | 'failed';
      error: SignInErrorCode;
      reason?: SignInReason;
      /** Of the client that the token endpoint rejected, or the scopes of which. */
      rejectedClientHash?: string;
    };

/** Sign-ins with an app connection at an issuer that ended alike, each the last one of its user that tells something. */
export type SignInEnds = {
  appConnection: string;
  clientId: string;
  issuer: string;
  /** Requested, space separated. */
  scopes: string;
  /** Undefined: they succeeded. */
  error?: SignInErrorCode;
  reason?: string;
  rejectedClientHash?: string;
  /** The latest. */
  endedAtMs: number;
  signIns: number;
};

/** What came of the code of a callback. */
export type ExchangeResult = {
  /** `expired`: its user cancelled it meanwhile. */
  end: SignInEnd | { status: 'expired' };
  databricksUserName?: string;
  /** Who was connected before, if it was somebody else. */
  replacedUserName?: string;
};

/** Why a callback was not accepted. */
export type RefusalReason =
  | 'unknown_state'
  | 'other_browser'
  | 'other_callback'
  | 'replayed'
  | 'expired';

/** What the audit tells of a sign-in. */
export type AuditedSignIn = Pick<
  StartedSignIn,
  'id' | 'userEntityRef' | 'fabric' | 'issuer' | 'appConnection'
>;

/** A callback that was not accepted. The sign-in that it named is for the audit, and never for the page. */
export type RefusedCallback = {
  refused: RefusalReason;
  signIn?: AuditedSignIn;
};
