import type Provider from 'oidc-provider';
import { Account } from './Account';
import { Answer } from './Answer';
import { captureAnswer } from './captureAnswer';
import { Fault } from './Fault';
import { SIGN_IN_PATH } from './oidc/createProvider';
import { refuseAuthorization } from './oidc/refuseAuthorization';
import { ReceivedRequest } from './ReceivedRequest';

type CallbackParameters = Extract<Fault, { kind: 'callback' }>['parameters'];

/** Requests for oidc-provider, on their way in and out. */
export function createAuthorizationServer({
  provider,
  account,
  callbackIssuer,
}: {
  provider: Provider;
  account: Account;
  callbackIssuer: boolean;
}) {
  const handler = provider.callback();
  const other = (request: ReceivedRequest) =>
    captureAnswer(request, '/oidc', handler);
  /** What sign-ins that are under way come back with, by the path of their page. */
  const underWay = new Map<string, CallbackParameters>();

  function withCallback(
    answer: Answer,
    parameters: CallbackParameters,
  ): Answer {
    const { location } = answer.headers;
    if (location === undefined) {
      return answer;
    }
    const callback = new URL(String(location));
    if (!callbackIssuer) {
      callback.searchParams.delete('iss');
    }
    for (const [name, value] of Object.entries(parameters)) {
      callback.searchParams.delete(name);
      for (const it of [value ?? []].flat()) {
        callback.searchParams.append(name, it);
      }
    }
    const headers = { ...answer.headers, location: callback.href };
    return { status: answer.status, headers, body: '' };
  }

  return {
    /** Goes to the sign-in page, unless it is refused. */
    async authorize(
      request: ReceivedRequest,
      fault: Fault | undefined,
    ): Promise<Answer> {
      const parameters = fault?.kind === 'callback' ? fault.parameters : {};
      const url = new URL(request.url);
      const refusal = refuseAuthorization(url.searchParams, account);
      if (refusal) {
        return withCallback(refusal, parameters);
      }
      // Without it oidc-provider gives no refresh token; Databricks does.
      url.searchParams.set('prompt', 'consent');
      const answer = await other({ ...request, url });
      const location = String(answer.headers.location);
      if (location.startsWith(SIGN_IN_PATH)) {
        underWay.set(location, parameters);
        return answer;
      }
      return withCallback(answer, parameters);
    },

    /** After the sign-in page, back to the client. */
    async resume(request: ReceivedRequest): Promise<Answer> {
      const page = `${SIGN_IN_PATH}/${request.url.pathname.split('/').pop()}`;
      const parameters = underWay.get(page) ?? {};
      underWay.delete(page);
      return withCallback(await other(request), parameters);
    },

    /** What needs no change. */
    other,
  };
}
