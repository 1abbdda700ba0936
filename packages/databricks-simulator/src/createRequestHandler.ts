import type Provider from 'oidc-provider';
import { Account } from './Account';
import { Answer, htmlAnswer, jsonAnswer } from './Answer';
import { createAuthorizationServer } from './createAuthorizationServer';
import { endpointOf } from './Endpoint';
import { Fault } from './Fault';
import { SIGN_IN_PATH } from './oidc/createProvider';
import { discoveryDocument } from './oidc/discoveryDocument';
import { TokenStore } from './oidc/TokenStore';
import {
  APP_CONNECTIONS_PATH,
  appConnectionsPage,
} from './pages/appConnectionsPage';
import { page } from './pages/page';
import { formOf, ReceivedRequest } from './ReceivedRequest';
import { registerAppConnection } from './registerAppConnection';
import { restAnswer } from './restAnswer';
import { Rights } from './Rights';
import { signIn } from './signIn';
import { SimulatorOptions } from './SimulatorOptions';

/** Answers every path of a workspace, without the faults that concern the answer as a whole. */
export function createRequestHandler({
  workspaceUrl,
  workspaceId,
  account,
  tokens,
  rights,
  provider,
  options,
}: {
  workspaceUrl: string;
  workspaceId: string;
  account: Account;
  tokens: TokenStore;
  rights: ReadonlyMap<string, Rights>;
  provider: Provider;
  options: SimulatorOptions;
}): (request: ReceivedRequest, fault: Fault | undefined) => Promise<Answer> {
  const authorizationServer = createAuthorizationServer({
    provider,
    account,
    callbackIssuer: options.callbackIssuer ?? false,
  });
  const signInHeaders = options.crossOriginOpenerPolicy && {
    'cross-origin-opener-policy': options.crossOriginOpenerPolicy,
  };

  return async (request, fault) => {
    const { pathname } = request.url;
    const endpoint = endpointOf(pathname);
    switch (endpoint) {
      case undefined:
        break;
      case 'authorize':
        return request.method === 'GET'
          ? authorizationServer.authorize(request, fault)
          : methodNotAllowed('GET');
      case 'token':
        return request.method === 'POST'
          ? authorizationServer.other(request)
          : methodNotAllowed('POST');
      default:
        return request.method === 'GET'
          ? withHeaders(
              restAnswer(endpoint, request, {
                ...options,
                account,
                tokens,
                rights,
              }),
              { 'x-databricks-org-id': workspaceId },
            )
          : methodNotAllowed('GET');
    }
    switch (pathname) {
      case '/oidc/.well-known/oauth-authorization-server':
      case '/oidc/.well-known/openid-configuration':
        return jsonAnswer(200, discoveryDocument(workspaceUrl));
      case '/oidc/jwks.json':
        return authorizationServer.other(request);
      case APP_CONNECTIONS_PATH:
        return request.method === 'POST'
          ? registerAppConnection(formOf(request), account)
          : htmlAnswer(200, appConnectionsPage(account));
      default:
    }
    if (pathname.startsWith('/oidc/v1/authorize/')) {
      return authorizationServer.resume(request);
    }
    if (pathname.startsWith(`${SIGN_IN_PATH}/`)) {
      return withHeaders(
        await signIn(request, { workspaceUrl, provider, account }),
        signInHeaders,
      );
    }
    return htmlAnswer(
      200,
      page({
        title: 'Workspace',
        content: `<p>Databricks shows its app here, whatever the path.</p>
<p><a href="${APP_CONNECTIONS_PATH}">App connections</a></p>`,
      }),
    );
  };
}

function methodNotAllowed(allow: string): Answer {
  return withHeaders(
    jsonAnswer(405, { error_code: 405, message: 'Method not allowed' }),
    { allow },
  );
}

function withHeaders(answer: Answer, headers?: Answer['headers']): Answer {
  return { ...answer, headers: { ...answer.headers, ...headers } };
}
