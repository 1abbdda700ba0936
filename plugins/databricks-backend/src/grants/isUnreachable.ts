/** A failure that nobody has followed up for longer than this says nothing about now. */
const TELLING_MS = 10 * 60_000;

/** Codes of failures that Databricks answered with: it was there. */
const ANSWERED = new Set([
  'throttled',
  'app_connection_rejected',
  'scopes_rejected',
]);

/** Whether Databricks could not be reached when a grant was last renewed, a short while ago. */
export function isUnreachable(row: {
  failures: number;
  reasonCode?: string;
  retryAtMs?: number;
  nowMs: number;
}): boolean {
  return (
    row.failures > 0 &&
    row.retryAtMs !== undefined &&
    row.retryAtMs + TELLING_MS > row.nowMs &&
    !ANSWERED.has(row.reasonCode ?? '')
  );
}
