import { DatabricksError } from './DatabricksError';
import { readDatabricksError } from './readDatabricksError';

/** What a call needs of the app. */
export type DatabricksCallApis = {
  discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  fetchApi: { fetch: typeof fetch };
};

export type DatabricksCallMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

export type DatabricksRequest = {
  signal?: AbortSignal;
  body?: unknown;
  /** Sent as `If-Match`. */
  etag?: string;
  credentials?: RequestCredentials;
};

async function readJson<T>(response: Response): Promise<T> {
  try {
    return (await response.json()) as T;
  } catch {
    throw new DatabricksError({
      code: 'unexpected_answer',
      message:
        'The portal answered with something else than expected. Is the Databricks backend plugin installed?',
      status: response.status,
    });
  }
}

/**
 * One call of the backend plugin.
 *
 * @throws DatabricksError
 */
export async function callDatabricks<T>(
  apis: DatabricksCallApis,
  method: DatabricksCallMethod,
  path: string,
  request: DatabricksRequest,
): Promise<T> {
  const { signal, body, credentials, etag } = request;
  const headers: Record<string, string> = {
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...(etag === undefined ? {} : { 'If-Match': `"${etag}"` }),
  };
  try {
    const baseUrl = await apis.discoveryApi.getBaseUrl('databricks');
    const response = await apis.fetchApi.fetch(`${baseUrl}${path}`, {
      method,
      signal,
      credentials,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) {
      throw await readDatabricksError(response);
    }
    return await readJson<T>(response);
  } catch (error) {
    if (error instanceof DatabricksError) {
      throw error;
    }
    signal?.throwIfAborted();
    throw new DatabricksError({
      code: 'unreachable',
      message:
        'The portal cannot be reached at the moment. Check your network and try again.',
      status: 0,
    });
  }
}
