import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { checkMessages } from './checkMessages';
import { codeMessages } from './codeMessages';
import { refusalMessages } from './refusalMessages';

/**
 * The texts of connecting to Databricks, wherever it happens; an app can replace and translate them.
 *
 * @public
 */
export const databricksReactTranslationRef = createTranslationRef({
  id: 'plugin.databricks.react',
  messages: {
    person: {
      other: '{{who}}, not you',
    },
    copy: {
      copied: 'Copied',
      failed: 'The browser does not allow copying here',
      copyNamed: 'Copy {{name}}',
      messageFor: 'Copy a message for {{who}}',
      message: 'Copy a message',
    },
    dialog: {
      connectTitle: 'Connect to {{title}}',
      switchTitle: 'Switch account for {{title}}',
      serves_zero: 'One sign-in serves all your fabrics of {{title}}.',
      serves_one: 'One sign-in serves the one fabric of {{title}}.',
      serves_other: 'One sign-in serves all {{count}} fabrics of {{title}}.',
      readyTitle: 'Connect to {{title}}',
      ready:
        'The portal then works in {{title}} as you, with your own rights, until Databricks ends it.',
      signOutTitle: 'Sign out of Databricks first',
      signOut:
        'Databricks may take whoever is signed in there. Sign out in {{title}}, then continue and sign in as somebody else.',
      open: 'Open {{title}}',
      continue: 'Continue',
      waitingTitle: 'Finish signing in at Databricks',
      waiting:
        'A window has opened. This closes by itself as soon as you are done there.',
      starting: 'Databricks opens.',
      elsewhere:
        'You are signing in, in another window or tab. This closes by itself as soon as you are done there.',
      showWindow: 'Show the window',
      openAgain: 'Open again',
      closedTitle: 'The Databricks window is closed',
      closed:
        'If you finished there, this takes a few seconds more. If not, open it again.',
      blockedTitle: 'Your browser blocked the window',
      blocked:
        'Continue in this tab: Databricks asks you to sign in, then you are back on this page.',
      continueHere: 'Continue in this tab',
      deniedTitle: 'Databricks did not allow it',
      denied:
        'You declined, or a rule of your company did. Nothing was stored. Your workspace admin can tell you why.',
      expiredTitle: 'That took too long',
      expired: 'A sign-in lasts ten minutes. Nothing was stored.',
      otherTitle: 'You are now {{who}}',
      other_zero:
        'Until now the portal acted as {{before}} in {{title}}. All your fabrics there use {{who}} from here on.',
      other_one:
        'Until now the portal acted as {{before}} in {{title}}. Its one fabric uses {{who}} from here on.',
      other_other:
        'Until now the portal acted as {{before}} in {{title}}. All {{count}} fabrics use {{who}} from here on.',
      cancel: 'Cancel',
      close: 'Close',
      connect: 'Connect',
      done: 'Done',
      tryAgain: 'Try again',
      switchAccount: 'Switch account',
      unknownTitle: 'You cannot connect there',
      unknown:
        'This portal has no fabric for you there, or not any more. Nothing was changed.',
    },
    diagnostics: {
      question: 'Databricks shows an error?',
      help: 'Then the registration at Databricks does not match. Send these to an admin of this portal; a new registration takes up to 30 minutes to work.',
      redirectUrl: 'Redirect URL',
      clientId: 'Client ID',
      copyAll: 'Copy all for an admin',
    },
    disconnect: {
      title: 'Disconnect from {{title}}?',
      does: 'The portal forgets {{who}}’s sign-in at once and can no longer act as you in {{title}}.',
      affected: 'Affected: {{fabrics}}.',
      affectedMore: '{{fabrics}} and {{others}} more',
      disconnect: 'Disconnect',
    },
    toast: {
      connected_zero: 'Connected to {{title}} as {{who}}.',
      connected_one: 'Connected to {{title}} as {{who}}. One fabric is ready.',
      connected_other:
        'Connected to {{title}} as {{who}}. {{count}} fabrics are ready.',
      disconnected: 'Disconnected from {{title}}.',
      endThere: 'To end it at Databricks too:',
      settingsThere: 'Settings in {{title}}',
      connectAgain: 'Connect again',
      waiting: 'Waiting for Databricks',
    },
    require: {
      connectTitle: 'Connect to Databricks {{purpose}}.',
      connect:
        'It is read as you, with your own rights in the workspace {{title}}. A sign-in lasts until Databricks ends it; the portal stores no password.',
      endedTitle: 'Your Databricks sign-in has ended.',
      ended: 'Reconnect to {{title}} {{purpose}} again.',
      waitingTitle: 'Finish signing in at Databricks.',
      waiting: 'This page goes on by itself as soon as you are done.',
      unavailableTitle: 'Databricks is not available to you here yet.',
      unavailable: 'Ask the owner of this page, or {{admins}}.',
      unavailableNobody: 'Ask the owner of this page.',
      unreachableTitle: 'The portal could not ask for your connection.',
      unreachable: 'Nothing is wrong with the connection itself.',
      message:
        'Hello, I would like to use the Databricks fabric “{{fabric}}” in the portal {{purpose}}, and it is not available to me: {{page}}',
      connectButton: 'Connect',
      reconnectButton: 'Reconnect',
      inlineConnect: 'Connect to {{title}} {{purpose}}.',
      inlineReconnect: 'Reconnect to {{title}} {{purpose}} again.',
      loading: 'Asking for your Databricks connection',
    },
    code: codeMessages,
    refusal: refusalMessages,
    check: checkMessages,
  },
});
