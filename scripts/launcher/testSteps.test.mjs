import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { countJest, countNodeTests, countPlaywright } from './counts.mjs';
import { temporaryFolder } from './testing/temporaryFolder.mjs';
import { testLaunch } from './testing/testLaunch.mjs';
import { createTestSteps } from './testSteps.mjs';

function prepare(t) {
  const cleanups = [];
  const steps = createTestSteps(
    { ...testLaunch(), onEnd: cleanup => cleanups.push(cleanup) },
    { node: process.execPath, env: process.env },
  );
  const end = () => cleanups.forEach(cleanup => cleanup());
  t.after(end);
  const output = [];
  t.mock.method(console, 'log', line => output.push(line));
  t.mock.method(console, 'error', line => output.push(line));
  const program = (code, count) =>
    steps.program({
      name: 'example',
      args: ['--eval', code],
      stdio: 'ignore',
      count,
    });
  return { steps, output, program, end };
}

test('steps go on after a failure, and the last line sums up', async t => {
  const { steps, output, program, end } = prepare(t);
  await steps.step('a check that fails', () => program('process.exit(3)'));
  await steps.step('one that cannot start', () => {
    throw new Error('No database');
  });
  await steps.step('a check that passes', () => program(''));
  await steps.step('tests', () =>
    program('process.exit(1)', () => ({ passed: 5, failed: 2, skipped: 1 })),
  );
  assert.equal(steps.finish(), 1);
  assert.equal(output.at(-1), '\n6 passed, 4 failed, 1 skipped');
  assert.ok(output.includes('No database'));

  end();
  assert.equal(existsSync(steps.folder), false);
});

test('when all pass the exit code is 0', async t => {
  const { steps, output, program } = prepare(t);
  await steps.step('tests', () =>
    program('', () => ({ passed: 5, failed: 0, skipped: 0 })),
  );
  assert.equal(steps.finish(), 0);
  assert.equal(output.at(-1), '\n5 passed, 0 failed, 0 skipped');
});

const passing = () => ({ passed: 5, failed: 0, skipped: 0 });

test('a test program that fails without a failed test has failed', async t => {
  const { program } = prepare(t);
  const counts = await program('process.exit(1)', passing);
  assert.deepEqual(counts, { passed: 5, failed: 1, skipped: 0 });
});

test('a report that is not there is a failure', async t => {
  const { steps, output, program } = prepare(t);
  await steps.step('tests', () =>
    program('', () => countJest('/does/not/exist')),
  );
  assert.equal(steps.finish(), 1);
  assert.equal(output.at(-1), '\n0 passed, 1 failed, 0 skipped');
});

test('a test program that leaves a process behind has failed', async t => {
  const { program, output } = prepare(t);
  const counts = await program(
    `require('node:child_process').spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' }).unref()`,
    passing,
  );
  assert.deepEqual(counts, { passed: 5, failed: 1, skipped: 0 });
  assert.deepEqual(output, ['example left processes behind, now ended']);
});

test('the reports of jest, Playwright and Node are understood', t => {
  const file = join(temporaryFolder(t), 'report');
  const count = (read, text) => {
    writeFileSync(file, text);
    return read(file);
  };
  assert.deepEqual(
    count(
      countJest,
      JSON.stringify({
        numPassedTests: 7,
        numFailedTests: 1,
        numRuntimeErrorTestSuites: 2,
        numPendingTests: 3,
        numTodoTests: 1,
      }),
    ),
    { passed: 7, failed: 3, skipped: 4 },
  );
  assert.deepEqual(
    count(
      countPlaywright,
      JSON.stringify({
        stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 },
        errors: [{}],
      }),
    ),
    { passed: 4, failed: 3, skipped: 2 },
  );
  assert.deepEqual(
    count(
      countNodeTests,
      '# tests 9\n# pass 4\n# fail 1\n# cancelled 1\n# skipped 2\n# todo 1\n',
    ),
    { passed: 4, failed: 2, skipped: 3 },
  );
});
