import { readFileSync } from 'node:fs';

/** How tests went: `{ passed, failed, skipped }`. */
export const noTests = { passed: 0, failed: 0, skipped: 0 };

export function sum(all) {
  return all.reduce(
    (total, { passed, failed, skipped }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
    }),
    noTests,
  );
}

export function formatCounts({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** A check that either passes or fails, as one test. */
export function countByExitCode(exitCode) {
  return exitCode === 0 ? { ...noTests, passed: 1 } : { ...noTests, failed: 1 };
}

/** A test file that could not even be loaded counts as one failed test. */
export function countJest(reportFile) {
  const report = JSON.parse(readFileSync(reportFile, 'utf8'));
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** A test that passed at a second try has failed. */
export function countPlaywright(reportFile) {
  const { stats, errors } = JSON.parse(readFileSync(reportFile, 'utf8'));
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  };
}

/** Of Node's own test runner, from its TAP report. */
export function countNodeTests(reportFile) {
  const report = readFileSync(reportFile, 'utf8');
  const read = name =>
    Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(report)[1]);
  return {
    passed: read('pass'),
    failed: read('fail') + read('cancelled'),
    skipped: read('skipped') + read('todo'),
  };
}
