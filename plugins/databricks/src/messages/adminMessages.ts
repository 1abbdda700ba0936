/** Texts that the settings share. */
export const adminMessages = {
  problem: {
    tryAgain: 'Try again',
  },
  status: {
    aboutLeft: 'About {{duration}} left',
  },
  test: {
    failed: 'The test could not be run',
    passed: 'The test passed',
    notPassed: 'The test found problems',
    ok: 'OK',
    warning: 'Warning',
    checkFailed: 'Failed',
  },
  fabricFacts: {
    type: {
      sql: 'SQL',
      spark: 'Spark',
      prophecy: 'Prophecy',
    },
    workspace: 'Workspace',
    compute: 'Compute',
    warehouse: 'SQL warehouse {{id}}',
    cluster: 'Cluster {{id}}',
    catalogAndSchema: 'Data',
    anySchema: '{{catalog}}, any schema',
    defaultCatalog: '{{schema}} of the default catalog',
    owner: 'Owner',
    everybody: 'Everybody',
  },
  connectionFacts: {
    as: 'Databricks user',
    fabrics: 'Fabrics',
    noFabrics: 'none at the moment',
    since: 'Connected',
    until: 'Sign-in',
    state: {
      connected: 'Connected',
      expires_soon: 'Expires soon',
      reconnect_required: 'Reconnect required',
      unreadable: 'Cannot be read',
    },
  },
} as const;
