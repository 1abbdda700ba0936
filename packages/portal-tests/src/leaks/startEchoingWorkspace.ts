import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A workspace that answers token requests wrongly, with everything that it was sent. */
export type EchoingWorkspace = {
  url: string;
  /** The forms that were sent, with code, verifier and secret. */
  received: URLSearchParams[];
  /** How many kinds of answers it has; it gives one after the other. */
  kinds: number;
  stop(): Promise<void>;
};

const JSON_HEADERS = { 'content-type': 'application/json' };

const ANSWERS: ((form: string) => {
  status: number;
  headers?: Record<string, string>;
  body: string;
})[] = [
  form => ({ status: 500, body: `<html><p>${form}</p></html>` }),
  form => ({
    status: 400,
    headers: JSON_HEADERS,
    body: JSON.stringify({ error: 'invalid_grant', error_description: form }),
  }),
  form => ({
    status: 401,
    headers: { 'www-authenticate': `Basic realm="${form.slice(0, 1000)}"` },
    body: form,
  }),
  form => ({ status: 302, headers: { location: `/?${form}` }, body: form }),
  form => ({
    status: 200,
    headers: JSON_HEADERS,
    body: JSON.stringify({
      access_token: new URLSearchParams(form).get('code_verifier'),
      refresh_token: new URLSearchParams(form).get('code'),
      token_type: form,
    }),
  }),
  form => ({ status: 200, headers: JSON_HEADERS, body: `{"${form}` }),
];

/** Starts it on a free port. */
export async function startEchoingWorkspace(): Promise<EchoingWorkspace> {
  const received: URLSearchParams[] = [];
  const server = createServer(async (request, response) => {
    const form = await text(request);
    const { status, headers, body } =
      ANSWERS[received.length % ANSWERS.length](form);
    received.push(new URLSearchParams(form));
    response.writeHead(status, headers).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    kinds: ANSWERS.length,
    async stop() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
