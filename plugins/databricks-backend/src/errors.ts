import {
  databricksErrors,
  DatabricksErrorCode,
} from '@backstage-databricks/plugin-databricks-common';

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

  constructor(
    code: DatabricksErrorCode,
    options?: {
      message?: string;
      status?: number;
      retryAfterSeconds?: number;
      detail?: string;
    },
  ) {
    const definition = databricksErrors[code];
    super(options?.message ?? definition.message);
    this.name = definition.name;
    this.code = code;
    this.detail = options?.detail;
    this.status = options?.status ?? definition.status;
    // Nobody knows when an admin ends a pause
    const passes = this.status === 503 && code !== 'paused';
    this.retryAfterSeconds =
      options?.retryAfterSeconds ?? (passes ? 5 : undefined);
  }
}
