/**
 * What can go wrong in a call to Databricks, and its message. The kinds differ by what has to happen next:
 *
 * - `refresh_token_invalid`: the user must sign in again; permanent
 * - `client_rejected`: client ID or secret are wrong
 * - `scopes_rejected`: a scope is not assigned to the client
 * - `access_denied`: declined in the browser, or by a policy
 * - `authorization_invalid`: the callback, the code or the verifier is not good
 * - `throttled`: asked to slow down
 * - `not_sent`: certainly nothing reached Databricks; safe to retry
 * - `unavailable`: Databricks answered that it is not available (5xx)
 * - `outcome_unknown`: sent, and the answer was lost
 * - `unclear`: refused for a reason that we do not know; nothing may be concluded
 * - `nonsense`: not an answer that Databricks gives
 * - `token_rejected`: the access token is not, or no longer, accepted
 * - `forbidden`: the token is good, the principal may not
 * - `not_found`: no such warehouse, cluster or path
 */
const MESSAGES = {
  refresh_token_invalid: 'Databricks refused the refresh token.',
  client_rejected: 'Databricks refused the client ID or the client secret.',
  scopes_rejected: 'Databricks does not assign the requested scopes.',
  access_denied: 'Databricks did not grant access.',
  authorization_invalid: 'Databricks did not accept the authorization.',
  throttled: 'Databricks asks to slow down.',
  not_sent: 'Databricks could not be reached.',
  unavailable: 'Databricks is not available.',
  outcome_unknown: 'The answer of Databricks was lost.',
  unclear: 'Databricks refused the request for an unknown reason.',
  nonsense: 'The workspace did not answer as Databricks does.',
  token_rejected: 'Databricks did not accept the access token.',
  forbidden: 'Databricks does not permit this to the principal.',
  not_found: 'Databricks does not know this.',
} satisfies Record<string, string>;

export type DatabricksCallErrorKind = keyof typeof MESSAGES;

/**
 * The only error that leaves this room. Its message is one of ours, and it has no `cause`. It contains nothing that
 * Databricks or a library wrote, because their texts quote tokens, codes and secrets.
 */
export class DatabricksCallError extends Error {
  override readonly name = 'DatabricksCallError';
  readonly kind: DatabricksCallErrorKind;
  /** The HTTP status of the answer, where there was one. */
  readonly status?: number;
  /** How long Databricks asked to wait, capped at 300 seconds. */
  readonly retryAfterSeconds?: number;

  constructor(
    kind: DatabricksCallErrorKind,
    options?: { status?: number; retryAfterSeconds?: number },
  ) {
    super(MESSAGES[kind]);
    this.kind = kind;
    this.status = options?.status;
    this.retryAfterSeconds = options?.retryAfterSeconds;
  }
}
