// Preloaded into `backstage-cli package start` of the backend. When the backend has ended by itself the CLI waits for
// a change of the sources; here it ends too, so that somebody notices.

const INTERVAL_MS = 500;

/** A restart after a change of the sources takes less. */
const ABSENT_MS = 2_000;

let lastSeenAt;
const timer = setInterval(() => {
  if (process.getActiveResourcesInfo().includes('ProcessWrap')) {
    lastSeenAt = performance.now();
  } else if (performance.now() - lastSeenAt > ABSENT_MS) {
    process.exit(1);
  }
}, INTERVAL_MS);
timer.unref();
