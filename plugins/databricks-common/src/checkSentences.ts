/**
 * What the check list says, by the code in a line's values: a first sentence that names the thing and how it is, then
 * cause, consequence and what to do. Names in braces are values of the line; of a code with `_one` and `_other`, `count`
 * decides.
 *
 * @public
 */
export const checkSentences = {
  configuration_valid: 'The configuration is valid.',
  configuration_invalid:
    'The changed configuration is not used. The last good one stays in use until app-config is mended: {{problem}}',
  restart_not_needed: 'Everything that is configured is in use.',
  restart_needed:
    'Some changes of app-config are not in use yet. They need a restart of the backend: {{keys}}.',
  app_connection_hidden:
    'The app connection {{title}} is defined twice. The one in app-config counts: remove it there to use the one that is kept in the portal.',
  fabric_hidden:
    'The fabric {{title}} is defined twice. The one in app-config counts: remove it there to use the one that is kept in the portal.',
  app_connection_unusable:
    'The app connection {{title}} is not used. What the portal keeps of it was altered or comes from another version: add it again under the name {{name}} to replace it.',
  fabric_unusable:
    'The fabric {{title}} is not used. What the portal keeps of it does not fit the list of allowed hosts, or comes from another version: add it again under the name {{name}} to replace it.',
  backend_https: 'The backend is reached by https.',
  backend_on_this_machine:
    'The backend is reached by http. It is on this machine, which is for development only.',
  backend_plain_http:
    'The backend is reached by plain http. Nobody can sign in: serve it by https, and say so in backend.baseUrl.',
  portal_address_unknown:
    'The address of the portal is not known. The page after a sign-in cannot lead back to it: set app.baseUrl.',
  portal_unrelated_site:
    'Nobody can sign in. The portal ({{portal}}) and its backend ({{backend}}) are of unrelated sites, between which browsers send no cookie. Serve both below one domain.',
  portal_same_origin: 'Portal and backend have one origin.',
  portal_sends_cookies:
    'The portal may send the sign-in cookie to the backend.',
  portal_sends_no_cookies:
    'The portal may not send the sign-in cookie to the backend. They have different origins, and nobody can sign in: set backend.cors.credentials: true and backend.cors.origin: {{origin}}, exactly.',
  redirect_urls:
    'Databricks must know the redirect URLs exactly: {{urls}}. The test of an app connection asks it.',
  app_connection_none:
    'There is no app connection. Nobody can connect: register the portal in the Databricks account console and add it here.',
  app_connection_accepted:
    'Databricks accepts the app connection {{appConnection}}.',
  app_connection_unchecked:
    'Nobody has connected with the app connection {{appConnection}} yet. Test it, or connect with it.',
  app_connection_rejected:
    'Databricks rejects the app connection {{appConnection}}. Its client secret is wrong or was deleted: nobody can connect there, or stay connected.',
  app_connection_public_rejected:
    'Databricks rejects the app connection {{appConnection}}. Its client ID is wrong or was deleted, or it is not public there: nobody can connect there, or stay connected.',
  app_connection_key_missing:
    'The client secret of the app connection {{appConnection}} cannot be opened. Its encryption key is missing: nobody can connect there until the key is back, or the secret is entered again.',
  app_connection_secret_altered:
    'The client secret of the app connection {{appConnection}} cannot be opened. It is not what was stored there, and nobody can connect: enter it again.',
  no_default_app_connection:
    'No app connection is the default. Make one the default, so that fabrics need not name theirs.',
  no_default_app_connection_needed:
    'No app connection is the default. These fabrics name none, and nobody can connect there: {{fabrics}}.',
  offline_access_requested: 'App connections ask for offline_access.',
  offline_access_missing:
    'The scope offline_access is missing in {{appConnections}}. Without it Databricks gives no refresh token, and every sign-in fails: add it.',
  scopes_assigned: 'Databricks refuses no scopes of users.',
  scopes_rejected:
    'Databricks refuses the scopes of {{appConnections}}. It does not assign them to users: correct them here, or in the account console.',
  unknown_app_connection_one:
    '{{fabrics}} names an app connection that does not exist. It names "{{appConnection}}", and nobody can connect to it: choose another one, or add it.',
  unknown_app_connection_other:
    '{{count}} fabrics name an app connection that does not exist. {{fabrics}} name "{{appConnection}}", and nobody can connect to them: choose another one, or add it.',
  people_refused_ip_access_list:
    "Databricks refuses people at {{workspace}}. It refuses the network address of this portal's backend: an IP access list of the workspace or account does not have it. An admin of Databricks can add it. Connections: {{connections}}, sign-ins: {{signIns}}.",
  people_refused_private_link:
    "Databricks refuses people at {{workspace}}. It refuses the network of this portal's backend: the workspace is reached by private link. An admin of Databricks or of the network can let the backend in. Connections: {{connections}}, sign-ins: {{signIns}}.",
  people_refused_entitlement:
    'Databricks refuses people at {{workspace}}. They lack an entitlement in this workspace, such as workspace access. An admin of the workspace can grant it. Connections: {{connections}}, sign-ins: {{signIns}}.',
  people_refused_not_a_member:
    'Databricks refuses people at {{workspace}}. They are not members of this workspace. An admin of the workspace can add them. Connections: {{connections}}, sign-ins: {{signIns}}.',
  people_refused:
    'Databricks refuses people at {{workspace}}. It does not say why: an admin of the workspace can look into it. Connections: {{connections}}, sign-ins: {{signIns}}.',
  encryption_key_own: 'The encryption key is your own.',
  encryption_key_public:
    'The encryption key is the public one of the demo. Whoever reads the database can read all tokens: make your own with openssl rand -base64 32',
  encryption_keys_present: 'Every stored value has its encryption key.',
  encryption_keys_missing_one:
    'One value is encrypted with a key that is missing. No longer configured: {{keys}}. Nothing is lost: configure it again and restart the backend, or what it holds has to be entered again.',
  encryption_keys_missing_other:
    '{{count}} values are encrypted with a key that is missing. No longer configured: {{keys}}. Nothing is lost: configure it again and restart the backend. Else people have to reconnect, and secrets to be entered again.',
  admins: 'Administered by {{admins}}.',
  admins_none: 'Nobody administers this plugin. Set databricks.admins.',
  admins_unknown_one:
    'An admin is not in the catalog. Nobody administers as {{admins}}: correct databricks.admins in app-config, or add it to the catalog.',
  admins_unknown_other:
    '{{count}} admins are not in the catalog. Nobody administers as {{admins}}: correct databricks.admins in app-config, or add them to the catalog.',
  owner_unknown_one:
    'The owner of {{fabrics}} is not in the catalog. Nobody belongs to {{owner}}, and nobody can use it: choose another owner, or add this one to the catalog.',
  owner_unknown_other:
    'The owner of {{count}} fabrics is not in the catalog. Nobody belongs to {{owner}}, and nobody can use {{fabrics}}: choose another owner, or add this one to the catalog.',
  permissions_on: 'The permission framework is on.',
  permissions_off:
    'The permission framework is off. permission.enabled is not true, or was not when the backend started: databricks.admins and the owners of fabrics decide alone.',
  database_postgresql: 'Tokens are kept in PostgreSQL.',
  database_sqlite:
    'Tokens are kept in SQLite. It serves one replica only: use PostgreSQL in production.',
  service_principals_present:
    'Every fabric that needs a service principal has one.',
  service_principals_missing_one:
    '{{fabrics}} has no service principal. Schedules and deployments cannot run there.',
  service_principals_missing_other:
    '{{count}} fabrics have no service principal. {{fabrics}}: schedules and deployments cannot run there.',
  service_principal_key_missing:
    'The secret of the service principal of {{fabric}} cannot be opened. Its encryption key is missing: schedules and deployments fail until the key is back, or the secret is entered again.',
  service_principal_secret_altered:
    'The secret of the service principal of {{fabric}} cannot be opened. It is not what was stored there, and schedules and deployments fail: enter it again.',
  service_principal_rejected:
    'Databricks rejects the service principal of {{fabric}}. Most likely its secret was deleted, or its scopes are not assigned to it: schedules and deployments fail.',
  service_principal_refused_ip_access_list:
    "Databricks refuses the service principal of {{fabric}}. It refuses the network address of this portal's backend: an IP access list of the workspace or account does not have it. An admin of Databricks can add it.",
  service_principal_refused_private_link:
    "Databricks refuses the service principal of {{fabric}}. It refuses the network of this portal's backend: the workspace is reached by private link. An admin of Databricks or of the network can let the backend in.",
  service_principal_refused_entitlement:
    'Databricks refuses the service principal of {{fabric}}. It lacks an entitlement in this workspace, such as workspace access. An admin of the workspace can grant it.',
  service_principal_refused_not_a_member:
    'Databricks refuses the service principal of {{fabric}}. It is not a member of this workspace. An admin of the workspace can add it.',
  service_principal_refused:
    'Databricks refuses the service principal of {{fabric}}. It does not say why: an admin of the workspace can look into it.',
  service_principal_secret_ends_one:
    'The secret of {{servicePrincipal}} ends in one day, on {{date}}. Used by {{fabric}}. Databricks allows two secrets at a time, so that you can change it without a gap.',
  service_principal_secret_ends_other:
    'The secret of {{servicePrincipal}} ends in {{count}} days, on {{date}}. Used by {{fabric}}. Databricks allows two secrets at a time, so that you can change it without a gap.',
  service_principal_secret_ends_today:
    'The secret of {{servicePrincipal}} ends today, on {{date}}. Used by {{fabric}}. Databricks allows two secrets at a time, so that you can change it without a gap.',
  service_principal_secret_ended:
    'The secret of {{servicePrincipal}} ended on {{date}}. Schedules and deployments of {{fabric}} fail: make a new secret at Databricks and enter it here.',
  consumers: 'Plugins that may ask for tokens: {{plugins}}.',
  consumers_none:
    'No other plugin may ask for tokens: databricks.consumers is empty.',
  external_callers:
    'Callers from outside are taken for plugins. backend.auth.externalAccess has tokens with these subjects: {{subjects}}. Whoever has such a token gets what databricks.consumers allows that plugin. Give them subjects that do not begin with plugin:, or keep them to other plugins by accessRestrictions, and restart the backend.',
  proxy_used:
    'Workspaces are called through the proxy of {{variable}}, but for those that NO_PROXY names.',
  proxy_unusable:
    "{{variable}} in the backend's environment cannot be used as a proxy. No workspace is called, but those that NO_PROXY names. A proxy is written as http://<host>:<port>, and special characters of its user and password as %XX. Mend it and restart the backend.",
  proxy_unused_unusable:
    "{{variable}} in the backend's environment cannot be used as a proxy. Workspaces are not called through it, but through that of {{usedVariable}}. A proxy is written as http://<host>:<port>, and special characters of its user and password as %XX. Mend it and restart the backend.",
  workspace_answers: 'The workspace {{workspace}} answers as Databricks does.',
  workspace_unchecked:
    'The workspace {{workspace}} has not been checked yet. That happens every ten minutes, and when an admin checks again.',
  workspace_nonsense:
    'The workspace {{workspace}} does not answer as Databricks does. Check the host {{host}}. Private Link or a network policy can do this too.',
  workspace_failed:
    'The workspace {{workspace}} does not answer as it should. {{host}}: {{problem}}',
  workspace_certificate:
    'The workspace {{workspace}} cannot be reached. The certificate of {{host}} is not one that the machine of the backend trusts (certificate).',
  workspace_name_not_found:
    'The workspace {{workspace}} cannot be reached. The name {{host}} is not known where the backend runs: check the host (name_not_found).',
  workspace_connection_refused:
    'The workspace {{workspace}} cannot be reached. Nothing takes the connection to {{host}} (connection_refused).',
  workspace_timeout:
    'The workspace {{workspace}} cannot be reached. {{host}} did not answer in time (timeout).',
  workspace_reset:
    'The workspace {{workspace}} cannot be reached. The connection to {{host}} was cut (reset).',
  workspace_proxy_unusable:
    'The workspace {{workspace}} cannot be reached. The proxy that the environment of the backend names cannot be used (proxy_unusable).',
  workspace_proxy:
    'The workspace {{workspace}} cannot be reached. The proxy refuses to lead to {{host}} ({{network}}).',
} as const;

/**
 * What a line of the check list is about.
 *
 * @public
 */
export type CheckCode = {
  [Key in keyof typeof checkSentences]: Key extends `${infer Code}_${
    | 'one'
    | 'other'}`
    ? Code
    : Key;
}[keyof typeof checkSentences];
