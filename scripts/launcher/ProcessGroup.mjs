import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { poll } from './poll.mjs';

/** What the backend may take for its graceful stop (it waits 15 s for work under way), and a little. */
const GRACE_MS = 20_000;

/** How long the rest of a group may take to end by itself once its leader is gone, and then when asked to. */
const REST_OWN_END_MS = 500;
const REST_GRACE_MS = 2_000;

/** A killed process is gone at once; one that nobody reaps must not hold us up. */
const KILL_MS = 1_000;

/**
 * A program in a process group of its own, so that Ctrl-C in the terminal reaches the launcher alone and a stop
 * reaches all that the program started.
 */
export class ProcessGroup {
  #child;
  #stopWith;
  #stopping;
  #gone;

  /** Resolves when the leader has ended: `{ code, signal }`, and `error` when it could not be started. */
  exited;

  /**
   * @param options.name - for messages
   * @param options.stopWith - `group` sends SIGTERM to all of the group, `leader` only to the program itself: for one
   *   that passes signals on, so that no process gets two
   * @param options.logFile - where the output goes; else `output`, as `stdio` of Node's `spawn` understands it
   * @param options.ipc - a channel to the program, which therefore notices when this process dies
   */
  constructor(options) {
    const { command, args = [], cwd, env, logFile } = options;
    this.name = options.name;
    this.logFile = logFile;
    this.#stopWith = options.stopWith ?? 'group';

    const log = logFile === undefined ? undefined : openSync(logFile, 'w');
    const output = log ?? options.output ?? 'inherit';
    this.#child = spawn(command, args, {
      cwd,
      env,
      detached: true,
      stdio: [
        'ignore',
        output,
        output,
        ...(options.ipc === true ? ['ipc'] : []),
      ],
    });
    if (log !== undefined) {
      closeSync(log);
    }
    this.exited = new Promise(resolve => {
      this.#child.once('error', error => resolve({ code: null, error }));
      this.#child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    this.#gone = this.exited.then(() => this.#endRest());
  }

  get stdout() {
    return this.#child.stdout;
  }

  get stderr() {
    return this.#child.stderr;
  }

  /** Resolves when nothing of the group is left: to whether something outlived the leader and had to be ended. */
  get gone() {
    return this.#gone;
  }

  /** Asks the program to end, once; what has not ended in time is killed. Resolves when nothing is left. */
  async stop({ graceMs = GRACE_MS } = {}) {
    this.#stopping ??= this.#stop(graceMs);
    return this.#stopping;
  }

  async #stop(graceMs) {
    const leaderRuns =
      this.#child.exitCode === null && this.#child.signalCode === null;
    if (leaderRuns && this.#child.pid !== undefined) {
      this.#signal('SIGTERM', this.#stopWith === 'leader');
      let ended = false;
      this.exited.then(() => (ended = true));
      if (!(await poll(() => ended, { timeoutMs: graceMs }))) {
        this.#signal('SIGKILL');
      }
    }
    await this.#gone;
  }

  async #endRest() {
    const isGone = () => !this.#signal(0);
    if (
      this.#child.pid === undefined ||
      (await poll(isGone, { timeoutMs: REST_OWN_END_MS }))
    ) {
      return false;
    }
    this.#signal('SIGTERM');
    if (!(await poll(isGone, { timeoutMs: REST_GRACE_MS }))) {
      this.#signal('SIGKILL');
      await poll(isGone, { timeoutMs: KILL_MS });
    }
    return true;
  }

  #signal(signal, leaderOnly = false) {
    try {
      process.kill(leaderOnly ? this.#child.pid : -this.#child.pid, signal);
      return true;
    } catch {
      return false;
    }
  }
}
