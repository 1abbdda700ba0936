/**
 * Every error code that our routes answer with, its HTTP status, Backstage's name for that, and what people are told
 * where nothing more is known. Messages that name something are made where the error is.
 *
 * @public
 */
export const databricksErrors = {
  invalid_request: {
    status: 400,
    name: 'InputError',
    message: 'The request is not valid.',
  },
  not_allowed: {
    status: 403,
    name: 'NotAllowedError',
    message: 'You are not allowed to do this.',
  },
  not_found: {
    status: 404,
    name: 'NotFoundError',
    message: 'It does not exist, or it is not yours.',
  },
  read_only: {
    status: 409,
    name: 'ConflictError',
    message: 'It is defined in app-config and cannot be changed here.',
  },
  conflict: {
    status: 409,
    name: 'ConflictError',
    message:
      'It was changed meanwhile, or it is still in use. Reload and try again.',
  },
  not_connected: {
    status: 409,
    name: 'ConflictError',
    message:
      'You are not connected to Databricks. Connect on the Databricks page.',
  },
  reconnect_required: {
    status: 409,
    name: 'ConflictError',
    message:
      'Your Databricks sign-in has ended. Reconnect on the Databricks page.',
  },
  service_principal_missing: {
    status: 409,
    name: 'ConflictError',
    message:
      'This fabric has no service principal. Ask its owner or an admin to add one.',
  },
  service_principal_rejected: {
    status: 409,
    name: 'ConflictError',
    message:
      'Databricks rejects the service principal of this fabric. Ask an admin to renew its secret.',
  },
  app_connection_rejected: {
    status: 409,
    name: 'ConflictError',
    message:
      'Databricks rejects the app connection of this portal. Ask an admin to check its client ID and secret.',
  },
  credentials_unreadable: {
    status: 409,
    name: 'ConflictError',
    message:
      'Your stored sign-in cannot be read. Reconnect on the Databricks page.',
  },
  databricks_refused: {
    status: 409,
    name: 'ConflictError',
    message:
      'Databricks answers, and refuses this portal or this identity. Trying again does not help: an admin of the workspace can tell which of its rules forbids it.',
  },
  too_many_requests: {
    status: 429,
    name: 'TooManyRequestsError',
    message: 'Too many attempts. Wait a moment and try again.',
  },
  not_configured: {
    status: 503,
    name: 'ServiceUnavailableError',
    message: 'Databricks is not set up completely. Ask an admin of the portal.',
  },
  encryption_key_unavailable: {
    status: 503,
    name: 'ServiceUnavailableError',
    message:
      'Your stored sign-in cannot be read at the moment. Ask an admin of the portal.',
  },
  paused: {
    status: 503,
    name: 'ServiceUnavailableError',
    message:
      'An admin of the portal has paused the issuing of Databricks tokens.',
  },
  throttled: {
    status: 503,
    name: 'ServiceUnavailableError',
    message: 'Databricks asks us to slow down. Try again in a moment.',
  },
  databricks_unavailable: {
    status: 503,
    name: 'ServiceUnavailableError',
    message:
      'Databricks cannot be reached at the moment. Try again in a moment.',
  },
  unavailable: {
    status: 503,
    name: 'ServiceUnavailableError',
    message:
      'The portal cannot reach its own database at the moment. Try again in a moment.',
  },
} as const satisfies Record<
  string,
  { status: number; name: string; message: string }
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
    'The sign-in could not be completed. Start it again from the portal, in the same browser.',
  missing_scopes:
    'Databricks did not grant everything that is needed: offline_access and the requested scopes must be allowed for the app connection.',
  not_configured: databricksErrors.not_configured.message,
  app_connection_rejected: databricksErrors.app_connection_rejected.message,
  other_person:
    'You signed in at Databricks as somebody else than you are in this portal. Nothing was stored: sign out at Databricks, then connect again as yourself.',
  app_connection_changed:
    'The app connection was changed while you signed in. Start again.',
  databricks_refused:
    'Databricks let you sign in and then refused the portal: the network it calls from, or you in this workspace. Trying again does not help. An admin of the workspace can tell which of its rules forbids it.',
  databricks_unavailable: databricksErrors.databricks_unavailable.message,
  unavailable: databricksErrors.unavailable.message,
} as const satisfies Record<string, string>;

/** @public */
export type SignInErrorCode = keyof typeof signInErrors;
