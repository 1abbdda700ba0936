import { getDomain } from 'tldts';
import { DatabricksConfig } from './DatabricksConfig';

/**
 * Why no sign-in can work with these addresses, if so. A browser sends the cookie of a sign-in back only where portal
 * and backend belong to one site, which means the same scheme and the same registrable domain. The public suffix list
 * says what a registrable domain is: `a.azurewebsites.net` and `b.azurewebsites.net` are two sites.
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
