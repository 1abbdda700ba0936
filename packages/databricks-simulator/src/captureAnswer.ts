import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { Answer } from './Answer';
import { ReceivedRequest } from './ReceivedRequest';

/** A response that is not connected to anything. */
class CapturedResponse extends ServerResponse {
  readonly answer: Promise<Answer>;
  #resolve: (answer: Answer) => void = () => {};

  constructor(request: IncomingMessage) {
    super(request);
    this.answer = new Promise(resolve => {
      this.#resolve = resolve;
    });
  }

  override end(...[chunk]: unknown[]): this {
    this.#resolve({
      status: this.statusCode,
      headers: { ...this.getHeaders() },
      body:
        typeof chunk === 'string' || Buffer.isBuffer(chunk)
          ? chunk.toString()
          : '',
    });
    return this;
  }
}

/**
 * What a request handler would answer. It must end its response with one piece of text, as Koa does.
 *
 * @param mountPath - where the handler is mounted; it sees the rest of the path
 */
export async function captureAnswer(
  received: ReceivedRequest,
  mountPath: string,
  handler: (
    request: IncomingMessage,
    response: ServerResponse,
  ) => Promise<unknown>,
): Promise<Answer> {
  const { method, url, headers, body } = received;
  const request = Object.assign(new IncomingMessage(new Socket()), {
    method,
    headers,
    url: url.pathname.slice(mountPath.length) + url.search,
    // From here oidc-provider learns where it is mounted.
    originalUrl: url.pathname + url.search,
  });
  request.push(body);
  request.push(null);
  const response = new CapturedResponse(request);
  await handler(request, response);
  return response.answer;
}
