import { spawn } from 'node:child_process';
import { poll } from './poll.mjs';

/** What the backend may take for its graceful stop (it waits 15 s for work under way), and a little. */
const GRACE_MS = 20_000;

/** How long the rest of a group may take to end by itself once its leader is gone, and then when asked to. */
const REST_OWN_END_MS = 500;
const REST_GRACE_MS = 2_000;

/** A killed process ends at once, but may be reaped late, or by nobody, which must not hold us up. */
const KILL_MS = 3_000;

/**
 * A program in a process group of its own, so that Ctrl-C in the terminal reaches the launcher alone and a stop
 * reaches all that the program started.
 */
export class ProcessGroup {
  #stopping;

  /** What the program has written, where `stdio` pipes it here. */
  output = '';

  /** Resolves when the program itself has ended: `{ code, signal }`, and `error` when it could not be started. */
  exited;

  /** Resolves when nothing of the group is left: to whether something outlived the program and had to be ended. */
  gone;

  /** `command`, `args` and the options of Node's `spawn`. */
  constructor({ command, args = [], ...options }) {
    this.child = spawn(command, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      ...options,
      detached: true,
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', text => (this.output += text));
    }
    this.exited = new Promise(resolve => {
      this.child.on('error', error => resolve({ code: null, error }));
      this.child.on('exit', (code, signal) => resolve({ code, signal }));
    });
    let isClosed = false;
    this.child.on('close', () => (isClosed = true));
    this.gone = this.exited.then(async () => {
      const leftOver = await this.#endRest();
      // What was written last may still be on its way.
      await poll(() => isClosed, { timeoutMs: KILL_MS });
      return leftOver;
    });
  }

  /** Asks the program to end, once; what has not ended in time is killed. Resolves when nothing is left. */
  async stop({ graceMs = GRACE_MS } = {}) {
    this.#stopping ??= this.#stop(graceMs);
    await this.#stopping;
  }

  /** The program alone gets the signal, since many pass it on: whoever got two would cut its own graceful stop. */
  async #stop(graceMs) {
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), graceMs);
    await this.exited;
    clearTimeout(timer);
    await this.gone;
  }

  async #endRest() {
    const isGone = timeoutMs => poll(() => !this.#signal(0), { timeoutMs });
    if (await isGone(REST_OWN_END_MS)) {
      return false;
    }
    this.#signal('SIGTERM');
    if (!(await isGone(REST_GRACE_MS))) {
      this.#signal('SIGKILL');
      await isGone(KILL_MS);
    }
    return true;
  }

  /** Whether there was anybody to get it. */
  #signal(signal) {
    try {
      return process.kill(-this.child.pid, signal);
    } catch {
      return false;
    }
  }
}
