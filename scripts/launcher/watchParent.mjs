import { readFileSync } from 'node:fs';

/** Short, so that the portal is gone soon after npm; reading a number costs nothing. */
const INTERVAL_MS = 250;

/**
 * Calls `onLost` once when whoever started this process is gone: npm does not pass every signal on. Where npm runs us
 * through a shell that stays between (`sh -c '...'`), the shell's own parent counts too.
 */
export function watchParent(onLost) {
  const isBetween = /^(\S*\/)?(ba|da|z|k)?sh\0-c\0/.test(
    readProc(process.ppid, 'cmdline'),
  );
  const ancestors = () =>
    `${process.ppid} ${isBetween ? parentOf(process.ppid) : ''}`;
  const before = ancestors();
  const timer = setInterval(() => {
    if (ancestors() !== before) {
      clearInterval(timer);
      onLost();
    }
  }, INTERVAL_MS);
  timer.unref();
}

function parentOf(pid) {
  return /^PPid:\s*(\d+)$/m.exec(readProc(pid, 'status'))?.[1];
}

/** Empty where the process has ended, and on other systems than Linux, whose shells do not stay between. */
function readProc(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}
