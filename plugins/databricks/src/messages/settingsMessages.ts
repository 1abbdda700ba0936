/** Texts that the tabs of the settings share. */
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
    removed: 'Removed.',
    titlesAndMore: '{{titles}} and {{n}} more',
  },
  test: {
    failed: 'The test could not be run',
    passed: 'The test passed',
    notPassed: 'The test found problems',
    ok: 'OK',
    warning: 'Warning',
    checkFailed: 'Failed',
  },
} as const;
