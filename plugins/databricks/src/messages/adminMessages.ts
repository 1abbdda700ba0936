/** Texts that the settings share. */
export const adminMessages = {
  problem: {
    tryAgain: 'Try again',
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
  },
} as const;
