import { basename } from 'node:path';

/** npm as a command line: the one that runs us, else the one on the PATH. */
export function npmCommand({ npm_execpath: running = '' } = process.env) {
  return basename(running) === 'npm-cli.js'
    ? [process.execPath, running]
    : ['npm'];
}
