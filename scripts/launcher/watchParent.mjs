import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** Short, so that the portal is gone soon after npm; reading a number costs nothing. */
const INTERVAL_MS = 250;

/**
 * Calls `onLost` once when whoever started this process is gone: npm does not pass every signal on. Where npm runs us
 * through a shell that stays between, the shell's own parent counts too.
 */
export function watchParent(onLost) {
  const parent = process.ppid;
  const watchedGrandparent = isShell(parent) ? parentOf(parent) : undefined;

  const timer = setInterval(() => {
    if (
      process.ppid !== parent ||
      (watchedGrandparent !== undefined &&
        parentOf(parent) !== watchedGrandparent)
    ) {
      clearInterval(timer);
      onLost();
    }
  }, INTERVAL_MS);
  timer.unref();
}

/** Whether it is `sh -c '...'`, as npm starts scripts, and not the shell that somebody types into. */
function isShell(pid) {
  const [program = '', option] = commandLineOf(pid);
  return /^(ba|da|z|k)?sh$/.test(basename(program)) && option === '-c';
}

function commandLineOf(pid) {
  if (process.platform === 'linux') {
    return tryTo(
      () => readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0'),
      [],
    );
  }
  return tryTo(() => ps('command=', pid).split(/\s+/), []);
}

function parentOf(pid) {
  if (process.platform === 'linux') {
    return tryTo(() =>
      Number(
        /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1],
      ),
    );
  }
  return tryTo(() => Number(ps('ppid=', pid)));
}

function ps(column, pid) {
  return execFileSync('ps', ['-o', column, '-p', String(pid)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}

function tryTo(read, otherwise) {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
