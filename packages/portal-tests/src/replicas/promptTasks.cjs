// Preloaded into a process whose scheduled tasks are to begin as soon as somebody asks for them. By itself, Backstage
// looks for them every five seconds, and not at all in the first half minute. When they are due stays as it is.
const { createRequire } = require('node:module');
const { dirname, join } = require('node:path');

const LOOK_EVERY_MS = 150;

const scheduler = join(
  dirname(
    createRequire(join(process.cwd(), 'package.json')).resolve(
      '@backstage/backend-defaults/package.json',
    ),
  ),
  'dist/entrypoints/scheduler/lib',
);

/** Fails where Backstage has moved what is replaced. */
function replace(file, name, make) {
  const { prototype } = require(join(scheduler, `${file}.cjs.js`))[file];
  if (typeof prototype[name] !== 'function') {
    throw new Error(`${file} of Backstage's scheduler has no ${name}`);
  }
  prototype[name] = make(prototype[name]);
}

replace('TaskWorker', 'performInitialWait', () => async () => {});
replace(
  'TaskStatePoller',
  'waitForTask',
  original =>
    function waitForTask(taskId, options) {
      const pollInterval = { as: () => LOOK_EVERY_MS };
      return original.call(this, taskId, { ...options, pollInterval });
    },
);
