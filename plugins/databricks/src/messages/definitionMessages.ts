/** Texts of what admins define: app connections, fabrics and service principals. */
export const definitionMessages = {
  form: {
    test: 'Test',
    required: 'Required',
    name: 'Name',
    scopes: 'Scopes',
    clientId: 'Client ID',
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
} as const;
