import { once } from 'node:events';
import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { Account } from './Account';
import { answerWithFault } from './answerWithFault';
import { createRequestHandler } from './createRequestHandler';
import { Endpoint, endpointOf } from './Endpoint';
import { FaultQueue } from './FaultQueue';
import { createProvider } from './oidc/createProvider';
import { TokenStore } from './oidc/TokenStore';
import { receiveRequest } from './ReceivedRequest';
import { Simulator } from './Simulator';
import { SimulatorOptions } from './SimulatorOptions';

const HOUR_SECONDS = 60 * 60;
const WEEK_SECONDS = 7 * 24 * HOUR_SECONDS;

/**
 * Starts a stand-in Databricks workspace on 127.0.0.1, over plain HTTP.
 *
 * @throws Error with code `EADDRINUSE` when the port is in use
 *
 * @public
 */
export async function startSimulator(
  options: SimulatorOptions = {},
): Promise<Simulator> {
  const { log } = options;
  const account = options.account ?? new Account({ people: options.people });
  options.clients?.forEach(it => account.addAppConnection(it));
  options.servicePrincipals?.forEach(it => account.addServicePrincipal(it));
  const tokens = options.tokens ?? new TokenStore();
  const rights = new Map(Object.entries(options.rights ?? {}));
  const faults = new FaultQueue();
  const calls: Record<Endpoint, number> = {
    authorize: 0,
    token: 0,
    me: 0,
    warehouse: 0,
    warehouses: 0,
    cluster: 0,
    clusters: 0,
    catalog: 0,
    schema: 0,
    jobs: 0,
  };

  const server = createServer();
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const workspaceId = options.workspaceId ?? `70000000000${port}`;
  const provider = createProvider({
    url,
    workspaceId,
    account,
    tokens,
    accessTokenLifetimeSeconds:
      options.accessTokenLifetimeSeconds ?? HOUR_SECONDS,
    refreshTokenLifetimeSeconds:
      options.refreshTokenLifetimeSeconds ?? WEEK_SECONDS,
    sessionLifetimeSeconds: options.sessionLifetimeSeconds,
    refreshTokens: options.refreshTokens ?? 'multiUse',
    invalidRefreshTokenStatus: options.invalidRefreshTokenStatus ?? 400,
    log,
  });
  const handle = createRequestHandler({
    workspaceUrl: url,
    workspaceId,
    account,
    tokens,
    rights,
    provider,
    options,
  });
  const stopped = new AbortController();

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const received = await receiveRequest(request, new URL(url + request.url));
    const { pathname } = received.url;
    const endpoint = endpointOf(pathname);
    const fault = endpoint && faults.take(endpoint);
    if (endpoint) {
      calls[endpoint] += 1;
    }
    response.once('close', () =>
      log?.(`${request.method} ${pathname} ${response.statusCode}`),
    );
    await answerWithFault(
      response,
      fault,
      () => handle(received, fault),
      stopped.signal,
    );
  }

  server.on('request', (request, response) => {
    answer(request, response).catch(error => {
      // Callers may leave.
      if (!stopped.signal.aborted && !response.destroyed) {
        log?.(String(error.stack));
      }
      response.destroy();
    });
  });

  return {
    url,
    workspaceId,
    calls,
    account,
    rights,
    tokens,
    faults,
    expireAccessTokens: () => tokens.expireAccessTokens(),
    revokeRefreshTokens: () => tokens.revokeRefreshTokens(),
    async stop() {
      if (server.listening) {
        stopped.abort();
        const closed = once(server, 'close');
        server.close();
        server.closeAllConnections();
        await closed;
      }
    },
  };
}
