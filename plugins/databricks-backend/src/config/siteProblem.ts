import { getDomain } from 'tldts';
import { DatabricksConfig } from './DatabricksConfig';

/**
 * Why no sign-in can work with these addresses: a browser sends the cookie of a sign-in back only where portal and
 * backend are of one site, which is the scheme and the registrable domain. What counts as one, the public suffix list
 * says: `a.azurewebsites.net` and `b.azurewebsites.net` are strangers.
 *
 * @returns undefined when they are of one site, or the portal's address is not known
 */
export function siteProblem(
  config: Pick<DatabricksConfig, 'appBaseUrl' | 'backendBaseUrl'>,
): string | undefined {
  if (!config.appBaseUrl) {
    return undefined;
  }
  const app = new URL(config.appBaseUrl);
  const backend = new URL(config.backendBaseUrl);
  return siteOf(app) === siteOf(backend)
    ? undefined
    : `Sign-in cannot work: the portal (app.baseUrl, ${app.origin}) and its backend (backend.baseUrl, ${backend.origin}) are of unrelated sites, between which browsers send no cookie. Serve both below one domain.`;
}

function siteOf({ protocol, hostname }: URL): string {
  const domain = getDomain(hostname, { allowPrivateDomains: true });
  return `${protocol}//${domain ?? hostname}`;
}
