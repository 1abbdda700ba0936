import {
  databricksErrors,
  DatabricksErrorCode,
} from '@backstage-databricks/plugin-databricks-common';

/** What passes by itself. All else waits for somebody. */
const PASSING: ReadonlySet<DatabricksErrorCode> = new Set([
  'throttled',
  'databricks_unavailable',
  'unavailable',
]);

/**
 * The only error that our routes answer with. It carries no cause: what libraries throw quotes tokens,
 * statements and bodies.
 */
export class DatabricksServiceError extends Error {
  readonly code: DatabricksErrorCode;
  readonly status: number;
  readonly retryAfterSeconds?: number;
  /** For the log only: a driver's code such as ECONNREFUSED, never its text. */
  readonly detail?: string;
  /** How the network to Databricks failed, by a fixed code. For tests and the check list, never for callers. */
  readonly network?: string;

  constructor(
    code: DatabricksErrorCode,
    options?: {
      message?: string;
      status?: number;
      retryAfterSeconds?: number;
      detail?: string;
      network?: string;
    },
  ) {
    const definition = databricksErrors[code];
    super(options?.message ?? definition.message);
    this.name = definition.name;
    this.code = code;
    this.detail = options?.detail;
    this.network = options?.network;
    this.status = options?.status ?? definition.status;
    this.retryAfterSeconds =
      options?.retryAfterSeconds ?? (PASSING.has(code) ? 5 : undefined);
  }
}
