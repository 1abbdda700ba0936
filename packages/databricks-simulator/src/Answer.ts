import { OutgoingHttpHeaders } from 'node:http';

/** An answer before it is sent, so that a fault can change it. */
export type Answer = {
  status: number;
  headers: OutgoingHttpHeaders;
  body: string;
};

export function jsonAnswer(status: number, body: object): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  };
}

export function htmlAnswer(status: number, body: string): Answer {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
    },
    body,
  };
}
