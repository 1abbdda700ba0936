/** Texts of what admins define: app connections, fabrics, service principals, and their forms. */
export const definitionMessages = {
  form: {
    cancel: 'Cancel',
    save: 'Save',
    test: 'Test',
    required: 'Required',
    incomplete_one: 'One field needs another look.',
    incomplete_other: '{{count}} fields need another look.',
    failed: 'It could not be saved',
    testFailed: 'It could not be tested',
    readOnly: 'It cannot be changed here',
    conflictTitle: 'It was changed meanwhile',
    conflictBy: 'Changed by {{who}} since you opened it:',
    conflictBySomebody: 'Changed by somebody else since you opened it:',
    conflictChange: '{{field}}: was {{before}}, is now {{after}}',
    conflictNothing:
      'No field that is shown here differs: a secret may have been replaced, or a service principal changed.',
    conflictNone: 'nothing',
    conflictTaken:
      'Something of this name was created meanwhile. Choose another name, or close this form and change that one.',
    conflictRemoved: 'It was removed meanwhile. Close this form.',
    takeTheirs: 'Show the new values',
    keepMine: 'Keep mine and save',
    nameTaken: 'is taken already',
    name: 'Name',
    nameHelp:
      'Lower-case letters, digits and hyphens. It cannot be changed later.',
    title: 'Title',
    titleHelp: 'What people read. By default the name.',
    scopes: 'Scopes',
    scopesHelp: 'With spaces between them. By default: {{scopes}}.',
    clientId: 'Client ID',
    clientSecret: 'Client secret',
    secretMissing: 'is missing: without one, make it a public client',
    daysExpected: 'must be a number of days',
  },
  source: {
    config:
      'Defined in app-config at {{path}}: read-only here, change it there.',
    changed: 'Changed',
    changedBy: 'by {{who}}',
  },
  remove: {
    remove: 'Remove',
    cancel: 'Cancel',
    failed: 'Removing did not work',
  },
  appConnection: {
    addTitle: 'Add an app connection',
    changeTitle: 'Change the app connection {{name}}',
    refreshTokenLifetime: 'Refresh token lifetime (days)',
    refreshTokenLifetimeHelp:
      'What the Databricks admin has set, for warnings before a sign-in ends. By default 7.',
    sessionLifetime: 'Session lifetime (days)',
    sessionLifetimeHelp:
      'Only where single-use refresh tokens have an absolute session lifetime.',
    isDefault: 'Default for fabrics that name none',
    secretChoice: {
      label: 'Client secret',
      keep: 'Keep the present one',
      replace: 'Enter a client secret',
      public: 'None, it is a public client',
    },
    newSecret: 'New client secret',
    newSecretHelp: 'Stored encrypted. Nobody can read it again.',
    clientIdChanged_zero:
      'Another client ID needs its client secret. Nobody is connected with the present one.',
    clientIdChanged_one:
      'Another client ID needs its client secret, and ends one connection: its user has to connect again.',
    clientIdChanged_other:
      'Another client ID needs its client secret, and ends {{count}} connections: their users have to connect again.',
  },
  fabricSettings: {
    addTitle: 'Add a fabric',
    changeTitle: 'Change the fabric {{name}}',
    paste: 'Paste to fill in',
    pasteHelp:
      'A JDBC URL, an HTTP path, or the URL of a workspace, warehouse or cluster. It is read here and not sent.',
    pasted: 'Filled in: {{fields}}.',
    pasteExpected: 'must be a JDBC URL, an HTTP path or a workspace URL',
    type: 'Type',
    owner: 'Owner',
    ownerHelp:
      'The entity ref of the team, such as group:default/analytics, or * for everybody.',
    ownerFixed: 'An admin can move it to another team, in the settings.',
    workspaceUrl: 'Workspace URL',
    description: 'Description',
    computeKind: 'Compute',
    warehouse: 'SQL warehouse',
    cluster: 'Cluster',
    noCompute: 'None',
    computeId: 'Compute ID',
    warehouseId: 'Warehouse ID',
    clusterId: 'Cluster ID',
    catalog: 'Catalog',
    schema: 'Schema',
    appConnection: 'App connection',
    defaultAppConnection: 'The default',
    oauthType: 'Runs as',
    u2m: 'Each user (U2M)',
    m2m: 'The service principal (M2M)',
    workspaceChanged:
      'Another workspace removes the service principal: its secret is not sent to another host.',
  },
  servicePrincipal: {
    title: 'Service principal of {{name}}',
    help: 'It runs scheduled and automated work. Which rights it needs depends on the work: CAN USE on the SQL warehouse, CAN ATTACH TO on the cluster, grants in the catalog.',
    secretHelp:
      'An OAuth secret made in Databricks; Databricks refuses one of Entra ID. Stored encrypted, never shown again, so that every change needs it again.',
    expiresAt: 'Secret expires on',
    expiresAtHelp:
      'Such as 2027-03-01, for warnings 30, 14, 3 and 1 days before.',
    verified: 'It is stored only if Databricks accepts it.',
  },
} as const;
