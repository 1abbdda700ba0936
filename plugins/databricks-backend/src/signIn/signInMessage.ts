import {
  SignInErrorCode,
  signInErrors,
} from '@backstage-databricks/plugin-databricks-common';
import { isRefusal, refusalMessage } from '../databricks';

/** Why a sign-in failed, for people. @param reason - a `SignInReason`, where it is known */
export function signInMessage(code: SignInErrorCode, reason?: string): string {
  if (reason === 'no_email') {
    return 'This portal connects you only as yourself, and does not know your e-mail address. An admin of the portal can add it to you in the catalog.';
  }
  if (reason === 'catalog') {
    return 'The portal could not ask its catalog who you are. Nothing was stored; try again in a moment.';
  }
  return code === 'databricks_refused' && isRefusal(reason)
    ? `You signed in, and then: ${refusalMessage(reason)}`
    : signInErrors[code];
}
