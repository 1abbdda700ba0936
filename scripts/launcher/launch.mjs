import { constants } from 'node:os';
import { ProcessGroup } from './ProcessGroup.mjs';
import { watchParent } from './watchParent.mjs';

/** One run of the launcher: everything that it starts, and somebody's wish to stop, which ends it all. */
export function createLaunch() {
  const groups = new Set();
  const cleanups = [];
  const stopping = new AbortController();
  const { signal } = stopping;

  const stopped = new Promise(resolve => {
    const stop = (cause, signalName) => {
      // One Ctrl-C often arrives twice, from the terminal and from npm.
      if (!signal.aborted) {
        stopping.abort(new Error(`Stopped by ${cause}`));
        console.log(`Stopped by ${cause}, stopping ...`);
        resolve(128 + constants.signals[signalName]);
      }
    };
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(name, () => stop(name, name));
    }
    watchParent(() =>
      stop('the end of the process that started it', 'SIGTERM'),
    );
  });

  return {
    /** Aborted by SIGINT, SIGTERM, SIGHUP and the loss of the parent. */
    signal,

    /** Resolves when `signal` is aborted, to the exit code of a program that was stopped so. */
    stopped,

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

    async end() {
      await Promise.all([...groups].map(group => group.stop()));
      for (const cleanup of cleanups.reverse()) {
        await cleanup();
      }
    },
  };
}
