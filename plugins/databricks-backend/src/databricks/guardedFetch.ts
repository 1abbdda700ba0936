import { LoggerService } from '@backstage/backend-plugin-api';
import {
  checkWorkspaceUrl,
  isLoopbackHost,
} from '@backstage-databricks/plugin-databricks-common';
import { LRUCache } from 'lru-cache';
import type { lookup as systemLookup } from 'node:dns';
import { Agent, Dispatcher, EnvHttpProxyAgent, fetch, Response } from 'undici';
import {
  DatabricksCallError,
  describeNetworkFailure,
} from './DatabricksCallError';
import { guardedLookup } from './guardedLookup';
import { networkFailure } from './networkFailure';
import { proxyFromEnvironment } from './proxyFromEnvironment';

/** The whole exchange, from the look-up of the name to the last byte. A third of a lease. */
const CALL_DEADLINE_MS = 10_000;

/** Shorter than the deadline, so that a host that cannot be connected to is known not to have got anything. */
const CONNECT_DEADLINE_MS = 5_000;

/** After decompression, unless the call takes more: token answers have under 10 KiB. */
const MAX_BODY_BYTES = 64 * 1024;

/** Of the log: how calls to a host fail is said once in this time. */
const LOG_EVERY_MS = 60_000;
const MAX_LOGGED_HOSTS = 1_000;

/** Calls to one host at a time: a crowd waits here and not at Databricks. */
const MAX_CALLS_PER_HOST = 64;

/** Said here, because what is not said is decided by the environment: `NODE_TLS_REJECT_UNAUTHORIZED=0`. */
const VERIFIED = { rejectUnauthorized: true };

/** What a workspace answered, read to its end. */
export type Answer = { status: number; headers: Headers; body: string };

/** A call to a workspace. Rejects with a {@link DatabricksCallError} and nothing else. */
export type GuardedFetch = (
  url: string,
  init: {
    method: 'GET' | 'POST';
    headers?: Record<string, string>;
    body?: string;
    /** Default: 64 KiB. */
    maxBodyBytes?: number;
  },
) => Promise<Answer>;

/** Where calls may go. */
export type NetworkRules = {
  allowedHosts: readonly string[];
  allowPrivateNetwork: boolean;
  production: boolean;
};

/**
 * The only door to the network of this plugin. Each URL is held against the allow-list and each address that a
 * name resolves to against {@link guardedLookup}; redirects are not followed; time and size are bounded;
 * certificates are always checked. `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` are honoured, except for loopback
 * hosts; behind a proxy, the proxy resolves the names.
 *
 * @param rules - read at each call
 * @param options.ca - whose certificates are accepted; default: those that Node accepts
 * @param options.logger - is told how calls fail, once a minute and host
 */
export function createGuardedFetch(
  rules: () => NetworkRules,
  options?: {
    lookup?: typeof systemLookup;
    deadlineMs?: number;
    ca?: string;
    logger?: Pick<LoggerService, 'warn'>;
  },
): GuardedFetch {
  const logged = new LRUCache<string, true>({
    max: MAX_LOGGED_HOSTS,
    ttl: LOG_EVERY_MS,
  });
  const tell = (host: string, failure: ReturnType<typeof networkFailure>) => {
    if (!logged.has(host)) {
      logged.set(host, true);
      options?.logger?.warn(
        `A call to ${host} failed: ${describeNetworkFailure(failure)}`,
      );
    }
  };
  const lookup = guardedLookup(rules, options?.lookup);
  const agentOptions: Agent.Options = {
    connect: {
      ...VERIFIED,
      lookup,
      timeout: CONNECT_DEADLINE_MS,
      ca: options?.ca,
    },
    connections: MAX_CALLS_PER_HOST,
    // No socket is used twice: one that the other side has just closed looks like an answer that was lost, and
    // a refresh token may be spent only once.
    pipelining: 0,
  };
  const direct = new Agent(agentOptions);
  const byEnvironment = new EnvHttpProxyAgent({
    ...agentOptions,
    requestTls: VERIFIED,
    proxyTls: VERIFIED,
    ...proxyFromEnvironment().agentOptions,
  });

  return async (url, init) => {
    const { allowedHosts, production } = rules();
    const { maxBodyBytes = MAX_BODY_BYTES, ...request } = init;
    const { host, hostname, origin } = new URL(url);
    const { problem } = checkWorkspaceUrl(origin, {
      allowedHosts,
      allowLoopback: !production,
    });
    if (problem !== undefined || !url.startsWith(`${origin}/`)) {
      throw new DatabricksCallError('not_sent');
    }
    const agent = isLoopbackHost(hostname) ? direct : byEnvironment;
    let sent = false;
    try {
      const response = await fetch(url, {
        ...request,
        redirect: 'manual',
        signal: AbortSignal.timeout(options?.deadlineMs ?? CALL_DEADLINE_MS),
        dispatcher: agent.compose(
          whenSent(() => {
            sent = true;
          }),
        ),
      });
      return {
        status: response.status,
        headers: new Headers([...response.headers]),
        body: await readBody(response, maxBodyBytes),
      };
    } catch (error) {
      if (error instanceof DatabricksCallError) {
        throw error;
      }
      const network = networkFailure(error);
      tell(host, network);
      throw new DatabricksCallError(sent ? 'outcome_unknown' : 'not_sent', {
        network,
      });
    }
  };
}

/** Tells when a request is handed to a connected socket, TLS included: from then on Databricks may receive it. */
function whenSent(sent: () => void): Dispatcher.DispatcherComposeInterceptor {
  return dispatch => (options, handler) =>
    dispatch(options, {
      onRequestStart(controller, context) {
        sent();
        handler.onRequestStart?.(controller, context);
      },
      onRequestUpgrade: handler.onRequestUpgrade?.bind(handler),
      onResponseStart: handler.onResponseStart?.bind(handler),
      onResponseData: handler.onResponseData?.bind(handler),
      onResponseEnd: handler.onResponseEnd?.bind(handler),
      onResponseError: handler.onResponseError?.bind(handler),
    });
}

async function readBody(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) {
      throw new DatabricksCallError('nonsense', { status: response.status });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
