import { databricksErrors } from '@backstage-databricks/plugin-databricks-common';

/**
 * What can go wrong in a call to Databricks, and its message. The kinds differ by what has to happen next:
 *
 * - `refresh_token_invalid`: the user must sign in again; permanent
 * - `client_rejected`: client ID or secret are wrong
 * - `scopes_rejected`: a scope is not assigned to the client, or the token lacks one
 * - `access_denied`: declined in the browser, or by a policy
 * - `authorization_invalid`: the callback, the code or the verifier is not good
 * - `refused`: Databricks answers, and refuses this portal or this identity for good; `refusal` says why, where known
 * - `throttled`: asked to slow down
 * - `not_sent`: certainly nothing reached Databricks; safe to retry
 * - `unavailable`: Databricks answered that it is not available (5xx)
 * - `outcome_unknown`: sent, and the answer was lost
 * - `unclear`: refused for a reason that we do not know; nothing may be concluded
 * - `nonsense`: not an answer that Databricks gives
 * - `token_rejected`: the access token is not, or no longer, accepted
 * - `forbidden`: the token is good, the principal lacks the right to this one thing
 * - `not_found`: no such warehouse, cluster or path
 */
const MESSAGES = {
  refresh_token_invalid: 'Databricks refused the refresh token.',
  client_rejected: 'Databricks refused the client ID or the client secret.',
  scopes_rejected: 'Databricks does not assign the requested scopes.',
  access_denied: 'Databricks did not grant access.',
  authorization_invalid: 'Databricks did not accept the authorization.',
  refused: databricksErrors.databricks_refused.message,
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

/** Why Databricks refuses for good, where its answer tells, and who can change that. */
const REFUSALS = {
  ip_access_list:
    "Databricks refuses the network address of this portal's backend: an IP access list of the workspace or account does not have it. An admin of Databricks can add it.",
  private_link:
    "Databricks refuses the network of this portal's backend: the workspace is reached by private link. An admin of Databricks or of the network can let the backend in.",
  entitlement:
    'Databricks refuses this identity: it lacks an entitlement in this workspace, such as workspace access. An admin of the workspace can grant it.',
  not_a_member:
    'Databricks refuses this identity: it is not a member of this workspace. An admin of the workspace can add it.',
} satisfies Record<string, string>;

export type DatabricksRefusal = keyof typeof REFUSALS;

/** What is said of a refusal. @param reason - a {@link DatabricksRefusal}; anything else is not known */
export function refusalMessage(reason: string | undefined): string {
  return isRefusal(reason) ? REFUSALS[reason] : MESSAGES.refused;
}

/** Whether it concerns everybody who calls from here, and not who asks. */
export function isNetworkRefusal(
  reason: string | undefined,
): reason is 'ip_access_list' | 'private_link' {
  return reason === 'ip_access_list' || reason === 'private_link';
}

export function isRefusal(
  reason: string | undefined,
): reason is DatabricksRefusal {
  return Object.hasOwn(REFUSALS, String(reason));
}

/** How the network failed, by a fixed code and in words. `proxy_<status>` is what a proxy answered. */
const NETWORK_FAILURES = {
  certificate: 'its certificate is not one that this machine trusts',
  name_not_found: 'its name is not known here',
  connection_refused: 'nothing takes the connection',
  timeout: 'it did not answer in time',
  address_not_public:
    'its name leads to a private address, which databricks.allowPrivateNetwork permits where there is Private Link',
  proxy_unusable:
    'the proxy that the environment names cannot be used, as the check list tells',
  reset: 'the connection was cut',
} satisfies Record<string, string>;

/** What no switch permits. People see the same code. */
const ADDRESS_NEVER =
  "its name leads to an address of this machine or of a cloud's own services, which is never called";

export type NetworkFailure = keyof typeof NETWORK_FAILURES | `proxy_${number}`;

type DatabricksCallErrorOptions = {
  status?: number;
  retryAfterSeconds?: number;
  refusal?: DatabricksRefusal;
  network?: NetworkFailure | 'address_never';
  scope?: string;
};

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
  /** Of `refused`: why, where the answer tells. */
  readonly refusal?: DatabricksRefusal;
  /** Of `not_sent` and `outcome_unknown`: how the network failed. */
  readonly network?: NetworkFailure;
  /** Of `scopes_rejected`: the missing scopes, where the answer names them. */
  readonly scope?: string;

  constructor(
    kind: DatabricksCallErrorKind,
    options: DatabricksCallErrorOptions = {},
  ) {
    super(messageOf(kind, options));
    this.kind = kind;
    this.status = options.status;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.refusal = options.refusal;
    this.network = codeOf(options.network);
    this.scope = options.scope;
  }
}

function messageOf(
  kind: DatabricksCallErrorKind,
  { network, refusal }: DatabricksCallErrorOptions,
): string {
  if (kind === 'refused') {
    return refusalMessage(refusal);
  }
  return network === undefined
    ? MESSAGES[kind]
    : `${MESSAGES[kind].slice(0, -1)}: ${describeNetworkFailure(network)}.`;
}

export function isNetworkFailure(
  code: string | undefined,
): code is NetworkFailure {
  const name = String(code);
  return (
    Object.hasOwn(NETWORK_FAILURES, name) || /^proxy_[0-9]{1,3}$/.test(name)
  );
}

/** A part of a sentence, with the code at its end. */
export function describeNetworkFailure(
  failure: NetworkFailure | 'address_never',
): string {
  const isKnown = (name: string): name is keyof typeof NETWORK_FAILURES =>
    Object.hasOwn(NETWORK_FAILURES, name);
  const words = isKnown(failure)
    ? NETWORK_FAILURES[failure]
    : 'the proxy on the way did not let the call through';
  return `${failure === 'address_never' ? ADDRESS_NEVER : words} (${codeOf(
    failure,
  )})`;
}

function codeOf<Failure extends NetworkFailure | undefined>(
  failure: Failure | 'address_never',
) {
  return failure === 'address_never' ? 'address_not_public' : failure;
}
