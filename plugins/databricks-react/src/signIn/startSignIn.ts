import type {
  DatabricksApi,
  Issuer,
} from '@backstage-databricks/plugin-databricks-common';
import { personOf } from '../ui/person';
import type { PendingSignIn } from './PendingSignIns';
import { readRegistration } from './readRegistration';
import { returnPath } from './returnPath';

/**
 * Where somebody signs in.
 *
 * @public
 */
export type SignInPlace = { issuer: Issuer; fabric?: string };

/** What the backend gives a sign-in. */
const SIGN_IN_LIFETIME_MS = 10 * 60_000;

/** Has the backend begin a sign-in. @throws DatabricksError, and TypeError when Databricks' page has no web address */
export async function startSignIn(
  api: Pick<DatabricksApi, 'startSignIn'>,
  { issuer, fabric }: SignInPlace,
  display: PendingSignIn['display'],
  appBaseUrl: string | undefined,
): Promise<{ pending: PendingSignIn; authorizationUrl: string }> {
  const { id, authorizationUrl } = await api.startSignIn({
    ...(fabric === undefined ? { issuer: issuer.id } : { fabric }),
    display,
    returnTo: returnPath(window.location, appBaseUrl),
  });
  return {
    authorizationUrl,
    pending: {
      id,
      display,
      // By this browser's clock, which may be off
      expiresAt: Date.now() + SIGN_IN_LIFETIME_MS,
      registration: readRegistration(authorizationUrl),
      before: personOf(issuer.connection)?.name,
    },
  };
}
