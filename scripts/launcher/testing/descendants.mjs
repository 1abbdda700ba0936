import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** The process IDs of `pid` and of everything that it started, directly or not, and that runs. */
export function descendants(pid) {
  const processes = runningProcesses();
  const found = processes.some(process => process.pid === pid) ? [pid] : [];
  for (const parent of found) {
    found.push(
      ...processes
        .filter(process => process.parent === parent)
        .map(process => process.pid),
    );
  }
  return found;
}

/** Those of `pids` that still run. */
export function stillRunning(pids) {
  const running = new Set(runningProcesses().map(process => process.pid));
  return pids.filter(pid => running.has(pid));
}

/** What a process was started with, separated by spaces. */
export function commandLine(pid) {
  return process.platform === 'linux'
    ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim()
    : execFileSync('ps', ['-o', 'command=', '-p', String(pid)], {
        encoding: 'utf8',
      }).trim();
}

/** Without those that have ended and only wait to be reaped. */
function runningProcesses() {
  return (process.platform === 'linux' ? fromProc() : fromPs()).filter(
    ({ state }) => !state.startsWith('Z'),
  );
}

function fromProc() {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        // The name of the program, in brackets, may hold anything.
        const [state, parent] = stat
          .slice(stat.lastIndexOf(')') + 2)
          .split(' ');
        return [{ pid: Number(name), parent: Number(parent), state }];
      } catch {
        return [];
      }
    });
}

function fromPs() {
  return execFileSync('ps', ['-axo', 'pid=,ppid=,state='], {
    encoding: 'utf8',
  })
    .trim()
    .split('\n')
    .map(line => line.trim().split(/\s+/))
    .map(([pid, parent, state]) => ({
      pid: Number(pid),
      parent: Number(parent),
      state,
    }));
}
