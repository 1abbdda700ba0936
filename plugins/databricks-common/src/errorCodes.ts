/**
 * Every error code that our routes answer with, its HTTP status, and what to tell a user and an admin.
 * The sentences name no value of a request; messages that do are made where the error is.
 *
 * @public
 */
export const databricksErrors = {
  invalid_request: {
    status: 400,
    name: 'InputError',
    user: 'The request is not valid.',
    admin: 'A client sent a request that does not fit the contract.',
  },
  not_allowed: {
    status: 403,
    name: 'NotAllowedError',
    user: 'You are not allowed to do this.',
    admin:
      'The caller lacks the permission, the admin role or the consumer entry.',
  },
  not_found: {
    status: 404,
    name: 'NotFoundError',
    user: 'It does not exist, or it is not yours.',
    admin: 'Unknown, or owned by somebody else.',
  },
  read_only: {
    status: 409,
    name: 'ConflictError',
    user: 'It is defined in app-config and cannot be changed here.',
    admin: 'Change it in app-config.',
  },
  conflict: {
    status: 409,
    name: 'ConflictError',
    user: 'It was changed meanwhile, or it is still in use. Reload and try again.',
    admin: 'If-Match was missing or stale, or the thing is still in use.',
  },
  not_connected: {
    status: 409,
    name: 'ConflictError',
    user: 'You are not connected to Databricks. Connect on the card of the fabric.',
    admin: 'The user has no connection for this fabric.',
  },
  reconnect_required: {
    status: 409,
    name: 'ConflictError',
    user: 'Your Databricks sign-in has ended. Reconnect on the card of the fabric.',
    admin: 'Databricks refused the refresh token; the user must sign in again.',
  },
  service_principal_missing: {
    status: 409,
    name: 'ConflictError',
    user: 'This fabric has no service principal. Ask its owner or an admin to add one.',
    admin: 'Add a service principal to the fabric.',
  },
  service_principal_rejected: {
    status: 409,
    name: 'ConflictError',
    user: 'Databricks rejects the service principal of this fabric. Ask an admin to renew its secret.',
    admin:
      'Databricks rejects the client ID, secret or scopes of the service principal.',
  },
  app_connection_rejected: {
    status: 409,
    name: 'ConflictError',
    user: 'Databricks rejects the app connection of this portal. Ask an admin to check its client ID and secret.',
    admin: 'Databricks rejects the client ID or secret of the app connection.',
  },
  credentials_unreadable: {
    status: 409,
    name: 'ConflictError',
    user: 'Your stored sign-in cannot be read. Reconnect on the card of the fabric.',
    admin:
      'A stored value could not be opened with the key that it names: it was altered, or moved.',
  },
  too_many_requests: {
    status: 429,
    name: 'TooManyRequestsError',
    user: 'Too many attempts. Wait a moment and try again.',
    admin: 'A limit of this plugin was reached.',
  },
  not_configured: {
    status: 503,
    name: 'ServiceUnavailableError',
    user: 'Databricks is not set up completely. Ask an admin of the portal.',
    admin: 'Configuration is missing; see the check list.',
  },
  encryption_key_unavailable: {
    status: 503,
    name: 'ServiceUnavailableError',
    user: 'Your stored sign-in cannot be read at the moment. Ask an admin of the portal.',
    admin:
      'A stored value is encrypted with a key that is not configured: add it to databricks.encryption.keys again.',
  },
  throttled: {
    status: 503,
    name: 'ServiceUnavailableError',
    user: 'Databricks asks us to slow down. Try again in a moment.',
    admin: 'Databricks throttles the token endpoint.',
  },
  databricks_unavailable: {
    status: 503,
    name: 'ServiceUnavailableError',
    user: 'Databricks cannot be reached at the moment. Try again in a moment.',
    admin: 'The workspace did not answer, or answered with something else.',
  },
  unavailable: {
    status: 503,
    name: 'ServiceUnavailableError',
    user: 'The portal cannot reach its own database at the moment. Try again in a moment.',
    admin: 'A statement of this plugin failed or took longer than 2 seconds.',
  },
} as const satisfies Record<
  string,
  { status: number; name: string; user: string; admin: string }
>;

/** @public */
export type DatabricksErrorCode = keyof typeof databricksErrors;

/**
 * Why a sign-in failed.
 *
 * @public
 */
export const signInErrors = {
  access_denied:
    'Databricks did not grant access: it was declined there, or a policy forbids it.',
  authorization_failed:
    'The sign-in could not be completed. Start it again from the card, in the same browser.',
  missing_scopes:
    'Databricks did not grant everything that is needed: offline_access and the requested scopes must be allowed for the app connection.',
  not_configured: databricksErrors.not_configured.user,
  app_connection_rejected: databricksErrors.app_connection_rejected.user,
  app_connection_changed:
    'The app connection was changed while you signed in. Start again.',
  databricks_unavailable: databricksErrors.databricks_unavailable.user,
  unavailable: databricksErrors.unavailable.user,
} as const satisfies Record<string, string>;

/** @public */
export type SignInErrorCode = keyof typeof signInErrors;
