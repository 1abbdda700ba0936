import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { definitionMessages } from './messages/definitionMessages';
import { settingsMessages } from './messages/settingsMessages';

/**
 * The texts of the plugin; an app can replace and translate them.
 *
 * @public
 */
export const databricksTranslationRef = createTranslationRef({
  id: 'plugin.databricks',
  messages: {
    page: {
      title: 'Databricks',
      fabrics: 'Fabrics',
      settings: 'Settings',
    },
    problem: {
      tryAgain: 'Try again',
      errorTitle: 'Databricks fabrics could not be loaded',
      refreshTitle: 'This may be out of date',
      forbiddenTitle: 'You are not allowed to see this',
      forbiddenHelp:
        'An admin of this portal decides who may use Databricks here.',
    },
    fabrics: {
      loading: 'Loading fabrics',
      label: 'Fabrics',
      emptyTitle: 'No fabric for you yet',
      emptyTeams:
        'A fabric belongs to a team, and none belongs to yours: {{teams}}.',
      emptyNoTeams:
        'A fabric belongs to a team, and the portal knows no team of yours.',
      emptyHelp:
        'An admin of this portal adds fabrics. Tell them which Databricks workspace and which SQL warehouse or cluster your team uses.',
      emptyAdminHelp:
        'You administer this portal: add a fabric in the settings, or below databricks.fabrics in app-config, with the team as its owner.',
    },
    fabric: {
      loading: 'Loading the fabric',
      kind: 'Databricks fabric',
      type: {
        sql: 'SQL',
        spark: 'Spark',
        prophecy: 'Prophecy',
      },
      workspace: 'Workspace',
      opensNewWindow: '{{host}}, opens in a new window',
      compute: 'Compute',
      warehouse: 'SQL warehouse {{id}}',
      cluster: 'Cluster {{id}}',
      catalogAndSchema: 'Data',
      anySchema: '{{catalog}}, any schema',
      defaultCatalog: '{{schema}} of the default catalog',
      owner: 'Owner',
      everybody: 'Everybody',
      runsAs: 'Runs as',
      interactive: 'Interactive: {{who}}',
      automation: 'Automation: {{who}}',
      both: 'Interactive and automation: {{who}}',
      you: 'you',
      servicePrincipal: 'service principal',
      servicePrincipalWithId: 'service principal {{clientId}}',
      nobody: 'nobody, the service principal is missing',
      definedIn: 'Defined in',
      appConfig: 'app-config, {{path}}',
      warning: {
        service_principal_missing:
          '{{fabric}} has no service principal, so scheduled and automated work cannot run. Its owner or an admin can add one.',
        service_principal_rejected:
          'Databricks rejects the service principal of {{fabric}}. Its owner or an admin can renew its secret, or correct its scopes.',
        service_principal_secret_expires:
          'The secret of the service principal ends on {{date}}. Ask an admin to renew it.',
        schedules_cannot_run:
          'Schedules cannot run here: nobody is there to act as. With oauthType m2m they run as a service principal.',
        sign_in_expires_soon:
          'Your Databricks sign-in ends soon. Reconnect to keep working without a break.',
        fewer_scopes:
          'Databricks granted less than was asked. Some of the work here may be refused.',
        databricks_refused:
          'Databricks refuses the portal or this identity. Trying again does not help: an admin of the workspace can tell which of its rules forbids it.',
        databricks_unavailable:
          'Databricks did not answer a moment ago. Tokens that are still valid are used meanwhile.',
        encryption_key_unavailable:
          'The stored secret of the service principal cannot be opened: its encryption key is not configured. An admin of the portal must add the key again.',
        credentials_unreadable:
          'The stored secret of the service principal cannot be opened: it is not what was stored there. An admin of the portal must enter it again.',
      },
      secretExpires: {
        urgent: 'A secret has only days left',
        last: 'Last call: a secret is about to expire',
        expired: 'A secret has expired',
      },
      notFoundTitle: 'The fabric “{{name}}” is not available to you',
      notFoundHelp:
        'This entity names the fabric “{{name}}” in its annotation {{annotation}}. It does not exist, or it belongs to a team that you are not in. The entity’s owner or an admin of this portal can tell.',
      unnamedTitle: 'No fabric is named',
      unnamedHelp:
        'To show a fabric here, annotate the entity: {{annotation}}: <name of the fabric>.',
    },
    status: {
      connectedAs: 'Connected as {{who}}',
      notConnected: 'Not connected',
      notConnectedHelp:
        'Connect once with your Databricks account; the portal then works there as you.',
      notConfigured: 'Connecting is not set up yet',
      notConfiguredHelp: 'An admin of this portal can fix this.',
      expiresSoon: 'Connected as {{who}}, expires soon',
      expiresSoonHelp: 'Reconnect before that to keep it without a gap.',
      reconnectRequired: 'Reconnect required',
      reconnectRequiredHelp: 'You were connected as {{who}}.',
      unreadable: 'Your connection cannot be read',
      unreadableHelp: 'Reconnect, or ask an admin of this portal.',
      servicePrincipalReady: 'No sign-in needed',
      servicePrincipalReadyHelp:
        'Everything here runs as the service principal.',
      servicePrincipalMissing: 'Service principal missing',
      servicePrincipalMissingHelp:
        'This fabric runs as its service principal, and it has none. Its owner or an admin of this portal can add one.',
      servicePrincipalRejected: 'Service principal rejected',
      servicePrincipalRejectedHelp:
        'Databricks does not accept the service principal of this fabric. Its owner or an admin of this portal can renew its secret.',
      aboutLeft: 'About {{duration}} left',
      endedAbout: 'May have ended already',
      replaced:
        'You were connected as {{before}} before. Your last sign-in has replaced it.',
    },
    connect: {
      connect: 'Connect',
      reconnect: 'Reconnect',
      cancel: 'Cancel',
      tryAgain: 'Try again',
    },
    signIn: {
      starting: 'Opening Databricks…',
      waiting: 'Continue in the Databricks window',
      waitingHelp: 'This card changes by itself as soon as you are done there.',
      stillWaiting: 'Still waiting for Databricks',
      windowClosed: 'The Databricks window looks closed',
      windowClosedHelp:
        'If it is still open, continue there. Otherwise try again.',
      errorPageTitle: 'Databricks shows an error instead of a sign-in page?',
      errorPageHelp:
        'Then the app connection at Databricks does not match. An admin can compare it with these values in the account console. A new or changed registration takes up to 30 minutes to work.',
      redirectUrl: 'Redirect URL',
      clientId: 'Client ID',
      blocked: 'Your browser blocked the Databricks window',
      blockedHelp:
        'Allow pop-up windows for this portal and try again, or continue in this window; you come back to where you are.',
      continueHere: 'Continue in this window',
      failed: 'Connecting did not work',
      succeeded: 'Connected',
      foreignAddress:
        'You opened the portal at {{here}}, but its backend is at {{backend}}. Your browser lets no sign-in come back from one to the other. Open the portal by the address that it is configured with, and connect there.',
      outcomeExpired:
        'The sign-in has expired before it was finished. Start it again.',
    },
    disconnect: {
      disconnect: 'Disconnect',
      title: 'Disconnect from Databricks?',
      affects: 'Affected fabrics:',
      does: 'The portal erases its tokens of {{who}} at {{host}} at once and can no longer act as you there.',
      doesNot:
        'Databricks offers no way to revoke tokens from here: what it has issued ends by itself. To end it there as well, ask a Databricks account admin to look at the app connection in the account console.',
      cancel: 'Cancel',
      failed: 'Disconnecting did not work',
    },
    test: {
      test: 'Test',
      failed: 'The test could not be run',
      passed: 'The test passed',
      notPassed: 'The test found problems',
      ok: 'OK',
      warning: 'Warning',
      checkFailed: 'Failed',
    },
    connections: {
      label: 'Databricks connections',
      loading: 'Loading your connections',
      intro:
        'What the portal may do as you at Databricks. One connection serves all fabrics of its workspace.',
      emptyTitle: 'No connections',
      emptyHelp: 'Press Connect on the card of a fabric.',
      toFabrics: 'Go to the fabrics',
      title: 'Your connection',
      as: 'Databricks user',
      fabrics: 'Fabrics',
      noFabrics: 'none at the moment',
      since: 'Connected',
      until: 'Sign-in',
      lastRefreshed: 'Last refreshed',
      scopes: 'Scopes',
      errorTitle: 'Your connections could not be loaded',
      reconnectHelp: 'Reconnect on the card of one of its fabrics.',
      state: {
        connected: 'Connected',
        expires_soon: 'Expires soon',
        reconnect_required: 'Reconnect required',
        unreadable: 'Cannot be read',
      },
    },
    ...settingsMessages,
    ...definitionMessages,
  },
});
