import { readFileSync } from 'node:fs';

// How tests went, `{ passed, failed, skipped }`, from the report that a tool has written to a file.

/** A test file that could not even be loaded counts as one failed test. */
export function countJest(file) {
  const report = JSON.parse(readFileSync(file, 'utf8'));
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** A test that passed at a second try has failed. */
export function countPlaywright(file) {
  const { stats, errors } = JSON.parse(readFileSync(file, 'utf8'));
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  };
}

/** Of Node's own test runner, from its TAP report. */
export function countNodeTests(file) {
  const report = readFileSync(file, 'utf8');
  const read = name =>
    Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(report)[1]);
  return {
    passed: read('pass'),
    failed: read('fail') + read('cancelled'),
    skipped: read('skipped') + read('todo'),
  };
}
