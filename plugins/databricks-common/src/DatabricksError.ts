import { DatabricksErrorCode } from './errorCodes';

/**
 * What a client can meet beside the codes of our routes: Backstage refused the caller before our routes saw the
 * request, nobody answered, or the answer was not ours.
 *
 * @public
 */
export type DatabricksClientErrorCode =
  | 'not_authenticated'
  | 'unreachable'
  | 'unexpected_answer';

/**
 * Why a call of the Databricks plugin failed. `message` is a sentence for people, `status` the HTTP status (0 when
 * nobody answered), `retryAfterSeconds` how long to wait where that is known.
 *
 * @public
 */
export class DatabricksError extends Error {
  readonly code: DatabricksErrorCode | DatabricksClientErrorCode;
  readonly status: number;
  readonly retryAfterSeconds?: number;

  constructor(options: {
    code: DatabricksErrorCode | DatabricksClientErrorCode;
    message: string;
    status: number;
    retryAfterSeconds?: number;
  }) {
    super(options.message);
    this.name = 'DatabricksError';
    this.code = options.code;
    this.status = options.status;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
