import { DatabricksConfig, isThisMachine } from '../config';
import { DatabricksServiceError } from '../errors';
import { RedirectPath } from './SignIn';

/** Path of the callback below `/api/databricks`, which is open to callers without credentials. */
export const CALLBACK_ROUTE_PATH = '/oauthredirect';

/** The path below `backend.baseUrl` of each callback. */
export const CALLBACK_PATHS: Record<RedirectPath, string> = {
  oauthredirect: `/api/databricks${CALLBACK_ROUTE_PATH}`,
  metadata: '/metadata/oauthCallback',
};

/** The redirect URL to register at Databricks. Configuration alone decides it, never a request. */
export function redirectUri(
  config: Pick<DatabricksConfig, 'backendBaseUrl'>,
  path: RedirectPath,
): string {
  return `${config.backendBaseUrl}${CALLBACK_PATHS[path]}`;
}

/** Which callback the sign-ins of a fabric use. */
export function redirectPathOf(
  config: Pick<DatabricksConfig, 'serveMetadataCallback'>,
  fabric: { type: string },
): RedirectPath {
  return fabric.type === 'prophecy' && config.serveMetadataCallback
    ? 'metadata'
    : 'oauthredirect';
}

/**
 * Whether cookies are `Secure`: they are with https, and are not where the backend is plain http on this machine.
 *
 * @throws DatabricksServiceError `not_configured` for plain http on any other host
 */
export function usesSecureCookies({ backendBaseUrl }: DatabricksConfig) {
  const url = new URL(backendBaseUrl);
  if (url.protocol === 'https:') {
    return true;
  }
  if (!isThisMachine(url.hostname)) {
    throw new DatabricksServiceError('not_configured', {
      message:
        'Sign-in needs https: backend.baseUrl is plain http on a host that is not this machine. Ask an admin of the portal.',
    });
  }
  return false;
}

/** All redirect URLs that Databricks must know. */
export function redirectUrls(
  config: Pick<DatabricksConfig, 'backendBaseUrl' | 'serveMetadataCallback'>,
): { path: RedirectPath; url: string }[] {
  const paths: RedirectPath[] = config.serveMetadataCallback
    ? ['oauthredirect', 'metadata']
    : ['oauthredirect'];
  return paths.map(path => ({ path, url: redirectUri(config, path) }));
}
