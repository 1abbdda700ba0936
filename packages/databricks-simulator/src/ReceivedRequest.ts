import { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** More than any request that a workspace gets. */
const MAX_BODY_BYTES = 64 * 1024;

/** A request that has arrived in full, so that it can be carried out even when the caller has gone since. */
export type ReceivedRequest = {
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  body: Buffer;
};

/** @throws RangeError when the body is too large */
export async function receiveRequest(
  request: IncomingMessage,
  url: URL,
): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) {
      throw new RangeError(`The body is larger than ${MAX_BODY_BYTES} bytes`);
    }
    chunks.push(chunk);
  }
  const { method = 'GET', headers } = request;
  return { method, url, headers, body: Buffer.concat(chunks) };
}

/** The fields of a form. */
export function formOf({ body }: ReceivedRequest): URLSearchParams {
  return new URLSearchParams(body.toString());
}
