import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import {
  AccessToken,
  accessTokenSchema,
  DatabricksError,
  databricksErrors,
  readDatabricksError,
} from '@backstage-databricks/plugin-databricks-common';
import { DatabricksService, DatabricksTokenOptions } from './DatabricksService';
import { isTokenRejected } from './isTokenRejected';
import { requirePath } from './requirePath';

/**
 * For a backend that does not answer at all. One that does may need 32 s: a token is waited for 15 s, and where
 * Databricks rejects the client settings are read again (2 s) and another one is waited for.
 */
const DEADLINE_MS = 40_000;

/** What our backend tells when its own database does not answer. */
const RETRY_AFTER_SECONDS = 5;

/** Asks the Databricks plugin by HTTP, in the same backend too: one path, one check. */
export class DefaultDatabricksService implements DatabricksService {
  readonly #auth: AuthService;
  readonly #discovery: DiscoveryService;

  constructor(options: { auth: AuthService; discovery: DiscoveryService }) {
    this.#auth = options.auth;
    this.#discovery = options.discovery;
  }

  getAccessToken(
    options: DatabricksTokenOptions & {
      minValiditySeconds?: number;
      rejectedFingerprint?: string;
    },
  ): Promise<AccessToken> {
    return this.#token(options, undefined);
  }

  async fetch(
    options: DatabricksTokenOptions,
    path: string,
    init?: RequestInit,
  ): Promise<Response> {
    requirePath(path);
    const signal = init?.signal ?? undefined;
    const token = await this.#token(options, signal);
    const response = await call(token, path, init);
    if (!isRepeatable(init?.body) || !(await isTokenRejected(response))) {
      return response;
    }
    // Nobody reads it: its connection is free again
    response.body?.cancel().catch(() => {});
    const renewed = await this.#token(
      { ...options, rejectedFingerprint: token.fingerprint },
      signal,
    );
    return call(renewed, path, init);
  }

  /** @throws DatabricksError, and the reason of the caller's own abort */
  async #token(
    options: Parameters<DatabricksService['getAccessToken']>[0],
    abort: AbortSignal | undefined,
  ): Promise<AccessToken> {
    abort?.throwIfAborted();
    const deadline = AbortSignal.timeout(DEADLINE_MS);
    const signal = abort ? AbortSignal.any([abort, deadline]) : deadline;
    try {
      return await Promise.race([this.#ask(options, signal), endOf(signal)]);
    } catch (error) {
      abort?.throwIfAborted();
      throw error instanceof DatabricksError ? error : unavailable();
    }
  }

  async #ask(
    options: Parameters<DatabricksService['getAccessToken']>[0],
    signal: AbortSignal,
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
      signal,
    });
    if (!response.ok) {
      throw await readDatabricksError(response);
    }
    return accessTokenSchema.parse(await response.json());
  }
}

/** The portal's own services take no signal. */
function endOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => reject(signal.reason);
    signal.addEventListener('abort', end);
    if (signal.aborted) {
      end();
    }
  });
}

/** Whatever stood in the way may quote tokens and addresses: nothing of it is passed on. */
function unavailable(): DatabricksError {
  const { status } = databricksErrors.unavailable;
  return new DatabricksError({
    code: 'unavailable',
    message: 'The Databricks plugin of the portal did not answer.',
    status,
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
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

/** Streams and iterables of every kind were read by the first call. */
function isRepeatable(body: RequestInit['body']): boolean {
  return (
    body === undefined ||
    body === null ||
    typeof body === 'string' ||
    body instanceof ArrayBuffer ||
    ArrayBuffer.isView(body) ||
    body instanceof Blob ||
    body instanceof FormData ||
    body instanceof URLSearchParams
  );
}
