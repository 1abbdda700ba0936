import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import {
  AccessToken,
  DatabricksError,
  readDatabricksError,
} from '@backstage-databricks/plugin-databricks-common';
import { DatabricksService, DatabricksTokenOptions } from './DatabricksService';
import { isTokenRejected } from './isTokenRejected';

/** The Databricks plugin gives up after 15 s; this is for a backend that does not answer at all. */
const DEADLINE_MS = 20_000;

/** Asks the Databricks plugin by HTTP, in the same backend too: one path, one check. */
export class DefaultDatabricksService implements DatabricksService {
  readonly #auth: AuthService;
  readonly #discovery: DiscoveryService;

  static create(options: {
    auth: AuthService;
    discovery: DiscoveryService;
  }): DefaultDatabricksService {
    return new DefaultDatabricksService(options.auth, options.discovery);
  }

  private constructor(auth: AuthService, discovery: DiscoveryService) {
    this.#auth = auth;
    this.#discovery = discovery;
  }

  async getAccessToken(
    options: DatabricksTokenOptions & {
      minValiditySeconds?: number;
      rejectedFingerprint?: string;
    },
  ): Promise<AccessToken> {
    const { credentials, ...body } = options;
    const { token } = await this.#auth.getPluginRequestToken({
      onBehalfOf: credentials,
      targetPluginId: 'databricks',
    });
    const baseUrl = await this.#discovery.getBaseUrl('databricks');
    const response = await fetch(`${baseUrl}/tokens`, {
      method: 'POST',
      redirect: 'error',
      headers: {
        'Content-Type': 'application/json',
        Authorization: `Bearer ${token}`,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(DEADLINE_MS),
    }).catch((): never => {
      throw new DatabricksError({
        code: 'unreachable',
        message: 'The Databricks plugin of the portal did not answer.',
        status: 0,
      });
    });
    if (!response.ok) {
      throw await readDatabricksError(response);
    }
    return response.json();
  }

  async fetch(
    options: DatabricksTokenOptions,
    path: string,
    init?: RequestInit,
  ): Promise<Response> {
    requirePath(path);
    const token = await this.getAccessToken(options);
    const response = await call(token, path, init);
    if (!isRepeatable(init) || !(await isTokenRejected(response))) {
      return response;
    }
    const renewed = await this.getAccessToken({
      ...options,
      rejectedFingerprint: token.fingerprint,
    });
    return call(renewed, path, init);
  }
}

/**
 * A path of the workspace, and nothing that a URL parser makes into another host: it strips tabs and line breaks, and
 * takes a backslash for a slash.
 */
function requirePath(path: string): void {
  if (!/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(path)) {
    throw new TypeError(
      'path must begin with exactly one / and hold no backslash or control character: the workspace is the fabric’s',
    );
  }
}

function call(
  token: AccessToken,
  path: string,
  init: RequestInit | undefined,
): Promise<Response> {
  const url = new URL(path, token.workspaceUrl);
  if (url.origin !== new URL(token.workspaceUrl).origin) {
    throw new TypeError('path must not lead to another host');
  }
  const headers = new Headers(init?.headers);
  headers.set('Authorization', `Bearer ${token.accessToken}`);
  return fetch(url, {
    ...init,
    headers,
    redirect: 'manual',
  });
}

/** A stream was read by the first call. */
function isRepeatable(init: RequestInit | undefined): boolean {
  return !(init?.body instanceof ReadableStream);
}
