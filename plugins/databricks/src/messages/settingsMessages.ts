/** Texts of the settings page but for its definitions. */
export const settingsMessages = {
  settings: {
    loading: 'Loading the settings',
    errorTitle: 'The settings could not be loaded',
    notAdminTitle: 'Settings are for admins',
    adminsTitle: 'These settings are for',
    adminsRequest:
      'Could you look at the Databricks settings of the portal for me? {{page}}',
    notAdminHelp:
      'They register the portal at Databricks, add fabrics and look after service principals.',
    tabs: 'Settings',
    tab: {
      overview: 'Overview',
      'app-connections': 'App connections',
      fabrics: 'Fabrics',
      connections: 'Connections',
      consumers: 'Consumers',
      maintenance: 'Maintenance',
    },
    addAppConnection: 'Add app connection',
    addFabric: 'Add fabric',
    saved: 'Saved.',
    removed: 'Removed.',
    copy: 'Copy',
    copied: 'Copied',
    copyFailed: 'Copying did not work: select the text and copy it.',
  },
  redirects: {
    sectionTitle: 'Redirect URLs',
    intro:
      'The Databricks account admin registers both, exactly as they stand here. None of this is secret.',
    oauthredirect: 'Redirect URL of SQL and Spark fabrics',
    metadata: 'Redirect URL of Prophecy fabrics',
    copyLink: 'Copy a link to this section',
    copyInstructions: 'Copy all instructions',
    stepsTitle: 'In the Databricks account console',
    step1: 'Open Settings, then App connections, and press Add connection.',
    step2: 'Enter a name and both redirect URLs.',
    step3: 'Choose the access scope All APIs.',
    step4: 'Tick Generate a client secret, unless the client shall be public.',
    step5:
      'Leave the lifetimes as they are, or enter the refresh token’s here too.',
    step6:
      'Press Add, and enter the client ID and client secret here as an app connection. A new registration takes up to 30 minutes to work.',
    commandTitle: 'Or with the Databricks CLI',
    terraformTitle: 'Or with Terraform',
    instructions:
      'Please register this portal as an app connection in the Databricks account console.',
  },
  adminConnections: {
    sectionTitle: 'Connections of all users',
    intro:
      'Who is connected to Databricks through this portal. Tokens are never shown.',
    open: 'Show connections',
    loading: 'Loading connections',
    errorTitle: 'The connections could not be loaded',
    moreErrorTitle: 'No more connections could be loaded',
    label: 'Connections',
    filter: 'Filter',
    user: 'User',
    userHelp: 'An entity ref, such as user:default/alice.',
    fabric: 'Fabric',
    anyFabric: 'Any fabric',
    status: 'Status',
    anyStatus: 'Any status',
    empty: 'No connections, as far as the filter lets through.',
    shown_one: 'One connection is shown.',
    shown_other: '{{count}} connections are shown.',
    more: 'Show more',
    appConnection: 'App connection',
    workspace: 'Workspace',
    end: 'End',
    endTitle: 'End this connection?',
    endHelp:
      'The portal erases the tokens of {{who}} at {{host}}. To use Databricks here, that user has to connect again.',
    endAll: 'End all of this user',
    endAllTitle: 'End all connections of {{user}}?',
    endAllHelp:
      'The portal erases all tokens of this user, in every workspace.',
    endFailed: 'Ending did not work',
    ended_one: 'One connection has ended.',
    ended_other: '{{count}} connections have ended.',
  },
  encryption: {
    sectionTitle: 'Encryption',
    intro:
      'Tokens and secrets are stored encrypted. The primary key encrypts; the others only decrypt what was written with them.',
    label: 'Encryption keys',
    primary: 'Primary',
    values_zero: 'Holds nothing.',
    values_one: 'Holds one value.',
    values_other: 'Holds {{count}} values.',
    removable: 'May be removed from databricks.encryption.keys.',
    missing_one:
      'Missing: it is not configured and holds one value, which cannot be opened. Add it to databricks.encryption.keys again; nothing is deleted.',
    missing_other:
      'Missing: it is not configured and holds {{count}} values, which cannot be opened. Add it to databricks.encryption.keys again; nothing is deleted.',
    rotate: 'Re-encrypt',
    rotateHelp:
      'Re-encrypts everything with the primary key, while sign-ins and refreshes go on. It runs by itself after a new primary key.',
    rotateFailed: 'Re-encrypting could not be started',
    started: 'Re-encrypting has started.',
    nothing: 'Everything is encrypted with the primary key.',
    progress: 'Re-encrypting',
    progressText: '{{done, number}} of {{total, number}} values',
    failed_one: 'One value could not be opened and was left as it is.',
    failed_other:
      '{{count}} values could not be opened and were left as they are.',
  },
  exported: {
    sectionTitle: 'Export',
    intro:
      'Fabrics and app connections in the shape of app-config, to move them into version control. It contains no secrets: set the environment variables that it names. What app-config defines wins over what is kept here.',
    label: 'app-config',
    nothing: 'There is nothing to export yet.',
  },
} as const;
