import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A workspace that answers token requests wrongly, with everything that it was sent, and with words of its own. */
export type EchoingWorkspace = {
  url: string;
  /** The forms that were sent, with code, verifier and secret. */
  received: URLSearchParams[];
  /** How many kinds of answers it has; it gives one after the other. */
  kinds: number;
  stop(): Promise<void>;
};

const JSON_HEADERS = { 'content-type': 'application/json' };

type Answer = {
  status: number;
  headers?: Record<string, string>;
  body: string;
};

/** What it answers to a form, with a text that must not be repeated either. */
const ANSWERS: ((form: string, words: string) => Answer)[] = [
  (form, words) => ({
    status: 500,
    body: `<html><title>${words}</title><p>${form}</p></html>`,
  }),
  (form, words) => ({
    status: 400,
    headers: JSON_HEADERS,
    body: JSON.stringify({
      error: 'invalid_grant',
      error_description: `${words} ${form}`,
    }),
  }),
  (form, words) => ({
    status: 401,
    headers: {
      'www-authenticate': `Basic realm="${encodeURIComponent(
        words,
      )} ${form.slice(0, 1000)}"`,
    },
    body: form,
  }),
  (form, words) => ({
    status: 302,
    headers: {
      location: `/login.html?error=private-link-validation-error&${encodeURIComponent(
        words,
      )}&${form}`,
    },
    body: form,
  }),
  (form, words) => ({
    status: 403,
    headers: {
      ...JSON_HEADERS,
      'x-databricks-reason-phrase': encodeURIComponent(words),
    },
    body: JSON.stringify({
      error_code: 'PERMISSION_DENIED',
      message: `Source IP address: ${words} is blocked by Databricks IP ACL ${form}`,
    }),
  }),
  (form, words) => ({
    status: 200,
    headers: JSON_HEADERS,
    body: JSON.stringify({
      access_token: new URLSearchParams(form).get('code_verifier'),
      refresh_token: new URLSearchParams(form).get('code'),
      token_type: words,
    }),
  }),
  (form, words) => ({
    status: 200,
    headers: JSON_HEADERS,
    body: `{"${words}${form}`,
  }),
];

/**
 * Starts it on a free port.
 *
 * @param words - a text that stands in each of its answers
 */
export async function startEchoingWorkspace(
  words: string,
): Promise<EchoingWorkspace> {
  const received: URLSearchParams[] = [];
  const server = createServer(async (request, response) => {
    const form = await text(request);
    const { status, headers, body } = ANSWERS[received.length % ANSWERS.length](
      form,
      words,
    );
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
