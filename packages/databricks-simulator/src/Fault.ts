import { OutgoingHttpHeaders } from 'node:http';

/**
 * What goes wrong with one request. Those that say "processed" take effect before they are answered wrongly: the code
 * is spent, the refresh token rotated.
 *
 * @public
 */
export type Fault = { delayMs?: number } & (
  | {
      /** This answer instead of the right one. An object becomes JSON. */
      kind: 'status';
      status: number;
      body?: string | Record<string, unknown>;
      headers?: OutgoingHttpHeaders;
      /** Default: false, nothing happens before the answer. */
      processed?: boolean;
    }
  | {
      /** The right answer, late. */
      kind: 'delay';
      delayMs: number;
      /** Whether the request is processed before the wait or after it (default). */
      processed?: 'before' | 'after';
    }
  | {
      /** Processed; the headers at once, then the body in small pieces. */
      kind: 'drip';
      /** Default: 1. */
      bytes?: number;
      /** Default: 100. */
      intervalMs?: number;
    }
  | {
      /** Processed; only the beginning of the body arrives, in an answer that ends properly. */
      kind: 'truncate';
      /** Default: half of the body. */
      bytes?: number;
    }
  | {
      /** Processed; the right answer, followed by spaces up to this size. */
      kind: 'oversize';
      bytes: number;
    }
  | {
      /** The connection is reset: before anything happened, processed, or processed and in the middle of the body. */
      kind: 'drop';
      when?: 'beforeProcessing' | 'afterProcessing' | 'duringBody';
    }
  | {
      /** Processed; a successful JSON answer with other values. `undefined` removes a field. */
      kind: 'fields';
      fields: Record<string, unknown>;
    }
  | {
      /**
       * For `authorize`: the person signs in and comes back with other parameters, such as `iss`, `state`, or `error`.
       * `undefined` removes one, a list repeats it.
       */
      kind: 'callback';
      parameters: Record<string, string | string[] | undefined>;
    }
);
