import {
  SignInErrorCode,
  signInErrors,
} from '@backstage-databricks/plugin-databricks-common';
import { isRefusal, refusalMessage } from '../databricks';

/** Why a sign-in failed, for people. @param reason - which rule of Databricks refused it, where that is known */
export function signInMessage(code: SignInErrorCode, reason?: string): string {
  return code === 'databricks_refused' && isRefusal(reason)
    ? `You signed in, and then: ${refusalMessage(reason)}`
    : signInErrors[code];
}
