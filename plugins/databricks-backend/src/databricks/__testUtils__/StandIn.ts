import { once } from 'node:events';
import {
  createServer,
  IncomingHttpHeaders,
  IncomingMessage,
  ServerResponse,
} from 'node:http';
import { createServer as createSecureServer, ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type RecordedRequest = {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
};

type Respond = (response: ServerResponse, request: IncomingMessage) => unknown;

/** An HTTP server that answers as it is told, for answers that no well-behaved server gives. */
export class StandIn {
  readonly requests: RecordedRequest[] = [];
  readonly #server;
  readonly #scheme: 'http' | 'https';
  #connections = 0;
  #respond: Respond = response => response.end();

  static async start(tls?: ServerOptions): Promise<StandIn> {
    const standIn = new StandIn(tls);
    standIn.#server.listen(0, '127.0.0.1');
    await once(standIn.#server, 'listening');
    return standIn;
  }

  private constructor(tls?: ServerOptions) {
    const handle = async (
      request: IncomingMessage,
      response: ServerResponse,
    ) => {
      this.requests.push({
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: await text(request).catch(() => ''),
      });
      await this.#respond(response, request);
    };
    this.#scheme = tls ? 'https' : 'http';
    this.#server = tls ? createSecureServer(tls, handle) : createServer(handle);
    this.#server.on('connection', () => {
      this.#connections += 1;
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `${this.#scheme}://127.0.0.1:${this.port}`;
  }

  get connections(): number {
    return this.#connections;
  }

  /** How all following requests are answered. */
  respond(respond: Respond): void {
    this.#respond = respond;
  }

  /** The same for all following requests; objects as JSON. */
  answer(
    status: number,
    body: unknown,
    headers: Record<string, string> = {},
  ): void {
    this.#respond = response => {
      response.writeHead(status, {
        'content-type': 'application/json',
        ...headers,
      });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    };
  }

  forget(): void {
    this.requests.length = 0;
    this.#connections = 0;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
