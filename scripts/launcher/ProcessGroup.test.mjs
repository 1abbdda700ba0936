import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { poll } from './poll.mjs';
import { ProcessGroup } from './ProcessGroup.mjs';
import { temporaryFolder } from './testing/temporaryFolder.mjs';

/** Writes its process ID and each SIGTERM to a file of its own; `onTerm` is what it does then. */
const counting = (file, onTerm) => `
  const fs = require('node:fs');
  process.on('SIGTERM', () => { fs.appendFileSync(${JSON.stringify(
    file,
  )}, 'TERM\\n'); ${onTerm} });
  setInterval(() => {}, 1000);
  fs.writeFileSync(${JSON.stringify(file)}, process.pid + '\\n');
`;

const lines = file => {
  try {
    return readFileSync(file, 'utf8').trim().split('\n');
  } catch {
    return [];
  }
};

const isAlive = pid => {
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch {
    return false;
  }
};

function start(t, { leader, child, ...options }) {
  const folder = temporaryFolder(t);
  const files = {
    leader: join(folder, 'leader'),
    child: join(folder, 'child'),
  };
  writeFileSync(join(folder, 'child.cjs'), counting(files.child, child));
  writeFileSync(
    join(folder, 'leader.cjs'),
    `const child = require('node:child_process').spawn(process.execPath, ['child.cjs'], { stdio: 'ignore' });
    ${counting(files.leader, leader)}`,
  );
  const group = new ProcessGroup({
    command: process.execPath,
    args: ['leader.cjs'],
    cwd: folder,
    stdio: 'ignore',
    ...options,
  });
  t.after(() => group.stop({ graceMs: 0 }));
  return {
    group,
    files,
    started: () =>
      poll(
        () => lines(files.leader).length > 0 && lines(files.child).length > 0,
        { timeoutMs: 10_000 },
      ),
  };
}

test('a leader that passes the signal on gets it once, and so does its child, whoever asks how often', async t => {
  const { group, files, started } = start(t, {
    leader: "child.once('exit', () => process.exit(0)); child.kill('SIGTERM');",
    child: 'setTimeout(() => process.exit(0), 1000);',
  });
  await started();
  await Promise.all([group.stop(), group.stop()]);
  await group.stop();
  assert.deepEqual(lines(files.leader).slice(1), ['TERM']);
  assert.deepEqual(lines(files.child).slice(1), ['TERM']);
  assert.equal(await group.gone, false);
  assert.equal((await group.exited).code, 0);
});

test('all of a group get the signal, and what does not end in time is killed', async t => {
  const { group, files, started } = start(t, { leader: '', child: '' });
  await started();
  await group.stop({ graceMs: 500 });
  assert.equal(lines(files.leader)[1], 'TERM');
  assert.equal(lines(files.child)[1], 'TERM');
  assert.equal((await group.exited).signal, 'SIGKILL');
  for (const file of Object.values(files)) {
    assert.equal(isAlive(lines(file)[0]), false);
  }
});

test('what outlives a leader that ended by itself is ended', async t => {
  const { group, files, started } = start(t, {
    leader: '',
    child: 'process.exit(0);',
  });
  await started();
  process.kill(Number(lines(files.leader)[0]), 'SIGKILL');
  assert.equal(await group.gone, true);
  assert.equal(isAlive(lines(files.child)[0]), false);
});

test('a program that does not exist is an error, and its stop is none', async () => {
  const group = new ProcessGroup({
    command: '/does/not/exist',
    stdio: 'ignore',
  });
  const { error } = await group.exited;
  assert.equal(error.code, 'ENOENT');
  await group.stop();
  assert.equal(await group.gone, false);
});
