import {
  signInAs,
  Simulator,
} from '@backstage-databricks/databricks-simulator';
import { APP_CONNECTION } from './startPlugin';
import { RealBackend } from './startRealBackend';

/** Registers the app connection of the configuration at Databricks, as that of a real backend. */
export function registerAppConnection(
  { account }: Simulator,
  { url }: RealBackend,
): void {
  account.addAppConnection({
    ...APP_CONNECTION,
    redirectUris: [
      `${url}/api/databricks/oauthredirect`,
      `${url}/metadata/oauthCallback`,
    ],
  });
}

/** Signs a user in at Databricks, up to the callback: its URL, and the cookie that the browser brings it with. */
export async function signInUpToCallback(
  real: RealBackend,
  user: string,
  fabric: string,
): Promise<{ callback: string; cookie: string }> {
  const started = await fetch(`${real.url}/api/databricks/sign-ins`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${await real.tokenOf(user)}`,
    },
    body: JSON.stringify({ fabric }),
  });
  const { authorizationUrl } = await started.json();
  const [cookie] = started.headers.getSetCookie()[0].split(';');
  return { callback: await signInAs(authorizationUrl), cookie };
}
