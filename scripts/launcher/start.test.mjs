import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { repoRoot } from './repoRoot.mjs';
import { npmStart } from './testing/npmStart.mjs';

// They start the real portal on its fixed ports, one after the other.

test('TERM to npm ends all, the backend by one SIGTERM; meanwhile a second portal is told who has the ports', async t => {
  const start = npmStart(t);
  await start.ready();

  const second = spawnSync(process.execPath, ['scripts/run.mjs', 'start'], {
    cwd: repoRoot,
    encoding: 'utf8',
  });
  assert.equal(second.status, 1);
  assert.equal(
    second.stderr,
    [
      'Port 3000 is in use; the portal needs it.',
      'Port 7007 is in use; the Backstage backend needs it.',
      'Port 8020 is in use; the first simulated Databricks workspace needs it.',
      'Port 8021 is in use; the second simulated Databricks workspace needs it.',
      '',
    ].join('\n'),
  );

  process.kill(start.npm, 'SIGTERM');
  await start.nothingLeft();
  assert.deepEqual(start.backendSignals(), ['TERM']);
});

test('TERM to the launcher ends all, the backend by one SIGTERM', async t => {
  const start = npmStart(t);
  await start.ready();
  process.kill(start.launcher(), 'SIGTERM');
  const [exitCode] = await start.exited;
  assert.equal(exitCode, 0);
  await start.nothingLeft();
  assert.deepEqual(start.backendSignals(), ['TERM']);
});

test('INT to the group, as by Ctrl-C, ends all, the backend by one SIGTERM', async t => {
  const start = npmStart(t);
  await start.ready();
  process.kill(-start.npm, 'SIGINT');
  await start.exited;
  await start.nothingLeft();
  assert.deepEqual(start.backendSignals(), ['TERM']);
});

test('HUP to the launcher, as by a closed terminal, ends all, the backend by one SIGTERM', async t => {
  const start = npmStart(t);
  await start.ready();
  process.kill(start.launcher(), 'SIGHUP');
  const [exitCode] = await start.exited;
  assert.equal(exitCode, 0);
  await start.nothingLeft();
  assert.deepEqual(start.backendSignals(), ['TERM']);
});

test('npm that is killed, and can pass nothing on, takes all with it, the backend by one SIGTERM', async t => {
  const start = npmStart(t);
  await start.ready();
  process.kill(start.npm, 'SIGKILL');
  await start.nothingLeft();
  assert.match(
    start.output(),
    /\nStopped by the end of the process that started it, stopping \.\.\.\n/,
  );
  assert.deepEqual(start.backendSignals(), ['TERM']);
});

test('a launcher that is killed leaves nothing either', async t => {
  const start = npmStart(t);
  await start.ready();
  process.kill(start.launcher(), 'SIGKILL');
  await start.nothingLeft();
  assert.deepEqual(start.backendSignals(), ['TERM']);
});

test('when one of the three ends by itself the launcher says which, and ends the others', async t => {
  const start = npmStart(t);
  await start.ready();
  process.kill(start.backend(), 'SIGKILL');
  const [exitCode] = await start.exited;
  assert.equal(exitCode, 1);
  assert.match(
    start.output(),
    new RegExp(
      `\nThe backend ended by itself \\(with 1\\)\\. All of its output: ${join(
        '.data',
        'logs',
        'backend.log',
      )}\n`,
    ),
  );
  await start.nothingLeft();
});
