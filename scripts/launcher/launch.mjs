import { constants } from 'node:os';
import { ProcessGroup } from './ProcessGroup.mjs';
import { watchParent } from './watchParent.mjs';

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** The reason of a launch's signal: somebody wants it to end. */
class Stopped extends Error {
  constructor(cause, exitCode) {
    super(`Stopped by ${cause}`);
    this.exitCode = exitCode;
  }
}

/**
 * One run of the launcher: everything that it starts, and the wish to stop, which ends it all.
 *
 * `signal` is aborted by SIGINT, SIGTERM, SIGHUP and the loss of the parent. Repeated signals change nothing: one
 * Ctrl-C often arrives twice, from the terminal and from npm.
 */
export function createLaunch() {
  const groups = new Set();
  const cleanups = [];
  const stopping = new AbortController();
  const { signal } = stopping;

  for (const name of stopSignals) {
    process.on(name, () =>
      stopping.abort(new Stopped(name, 128 + constants.signals[name])),
    );
  }
  watchParent(() =>
    stopping.abort(
      new Stopped(
        'the end of the process that started it',
        128 + constants.signals.SIGTERM,
      ),
    ),
  );

  return {
    signal,

    /** Starts a program that ends with the launch at the latest. Options as for `ProcessGroup`. */
    spawn(options) {
      signal.throwIfAborted();
      const group = new ProcessGroup(options);
      groups.add(group);
      group.gone.then(() => groups.delete(group));
      return group;
    },

    /** Runs when all programs have ended. */
    onEnd(cleanup) {
      cleanups.push(cleanup);
    },

    /** The exit code of `command`; as soon as somebody wants to stop, `exitCodeWhenStopped` or that of a stopped program. */
    async run(command, { exitCodeWhenStopped } = {}) {
      const stopped = new Promise(resolve => {
        signal.addEventListener('abort', () => {
          console.log(`${signal.reason.message}, stopping ...`);
          resolve(exitCodeWhenStopped ?? signal.reason.exitCode);
        });
      });
      const work = command();
      work.catch(() => {});
      try {
        return await Promise.race([work, stopped]);
      } catch (error) {
        if (error instanceof Stopped) {
          return stopped;
        }
        throw error;
      }
    },

    async stopAll() {
      await Promise.all([...groups].map(group => group.stop()));
      for (const cleanup of cleanups.reverse()) {
        await cleanup();
      }
    },
  };
}
