/**
 * What the backend's codes say, with its `values` where a sentence names something. Where a code is not here, or a value
 * is missing, the backend's own sentence stands.
 */
export const codeMessages = {
  unreachable: 'The portal did not answer. Check your network and try again.',
  unexpected: 'Something unexpected happened.',
  not_allowed: 'You are not allowed to do this.',
  not_found: 'It does not exist, or it is not yours.',
  not_connected: 'You are not connected to Databricks.',
  reconnect_required: 'Databricks has ended your sign-in.',
  ended_by_admin:
    'An admin of the portal has ended your connection and wrote: “{{reason}}”.',
  answer_lost:
    'The last renewal of your sign-in was interrupted and its answer was lost. Nobody has ended your sign-in: reconnect.',
  app_connection_changed:
    'The registration of the portal at Databricks was changed. Sign in once more.',
  app_connection_rejected:
    'Databricks does not accept this portal. Its registration has to be renewed, which an admin of the portal can do.',
  service_principal_missing:
    '{{fabric}} has no service principal. Schedules and deployments cannot run there.',
  schedules_cannot_run: 'Schedules cannot run here. Nobody is there to act as.',
  paused: 'The portal has paused all work at Databricks.',
  throttled: 'Databricks asks the portal to slow down. Try again in a moment.',
  databricks_unavailable:
    'Databricks could not be reached. Nothing is wrong with your account; try again in a minute.',
  unavailable:
    'The portal could not do this at the moment. Try again in a moment.',
  too_many_requests: 'Too many attempts. Wait a moment and try again.',
  authorization_failed:
    'The sign-in could not be completed. Start it again, in the same browser.',
  missing_scopes:
    'Databricks did not grant what the portal needs. Its registration must allow offline access and the scopes that it asks for.',
  other_person:
    'You signed in at Databricks as somebody else. This portal only connects you as yourself. Nothing was stored: sign out at Databricks, then try again.',
  foreign_address:
    'This address of the portal cannot connect you. You opened it at {{here}}, and its backend is at {{backend}}: your browser lets no sign-in come back from one to the other. Open the portal by the address that it is configured with.',
} as const;
