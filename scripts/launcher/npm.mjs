import { spawnSync } from 'node:child_process';
import { basename } from 'node:path';

/** npm as a command line: the one that runs us, else the one on the PATH. */
export function npmCommand(env = process.env) {
  const running = env.npm_execpath;
  return running !== undefined && basename(running) === 'npm-cli.js'
    ? [process.execPath, running]
    : ['npm'];
}

/** What npm's configuration says for `keys`, as strings; a key that is not set is absent. */
export function readNpmConfig(keys, { cwd, env = process.env }) {
  const [command, ...args] = npmCommand(env);
  const { status, stdout } = spawnSync(
    command,
    [...args, 'config', 'get', ...keys],
    { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  if (status !== 0) {
    return {};
  }
  return Object.fromEntries(
    stdout
      .split('\n')
      .map(line => /^([^=]+)=(.*)$/.exec(line.trim()))
      .filter(match => match !== null)
      .map(([, key, value]) => [key.trim(), value.trim()])
      .filter(([, value]) => !['', 'null', 'undefined'].includes(value)),
  );
}
