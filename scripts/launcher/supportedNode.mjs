import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LauncherError } from './LauncherError.mjs';
import { npmCommand } from './npm.mjs';
import { writableCaches } from './writableCaches.mjs';

/** Taken from npm where the machine's own Node is not one that Backstage supports. */
const TAKEN_MAJOR = 24;

/**
 * The path of a Node that Backstage supports: the one that runs us, else one from npm, kept in `.tools/node`.
 */
export async function supportedNode(launch, options) {
  const { root, env, say, current = process } = options;
  if (isSupported(current.version)) {
    say(`Node ${current.version.slice(1)} of this machine`);
    return current.execPath;
  }

  const folder = join(root, '.tools', 'node');
  // The package of this platform runs no scripts; the other one finds it by running some.
  const packages = [`node-${current.platform}-${current.arch}`, 'node'];
  const find = () => {
    for (const name of packages) {
      const path = join(folder, 'node_modules', name, 'bin', 'node');
      const version = versionOf(path);
      if (version !== undefined && isSupported(version)) {
        say(`Node ${version.slice(1)} from .tools/node`);
        return path;
      }
    }
    return undefined;
  };

  const present = find();
  if (present !== undefined) {
    return present;
  }
  say(
    `Node ${current.version.slice(
      1,
    )} is not supported: taking Node ${TAKEN_MAJOR} from npm ...`,
  );
  // npm takes a package that is there for a whole one.
  rmSync(folder, { recursive: true, force: true });
  const outputs = [];
  for (const name of packages) {
    outputs.push(await npmInstall(launch, { name, folder, root, env }));
    const taken = find();
    if (taken !== undefined) {
      return taken;
    }
  }
  throw new LauncherError(
    `${outputs.join('')}Node 22 or ${TAKEN_MAJOR} is needed, this is ${
      current.version
    }, and npm has none for ${current.platform} ${
      current.arch
    }. Install one and try again.`,
  );
}

/** Node 22 and 24 are what Backstage supports; before 22.12 an ES module could not be required. */
function isSupported(version) {
  const [major, minor] = version.slice(1).split('.').map(Number);
  return major === 24 || (major === 22 && minor >= 12);
}

function versionOf(path) {
  if (!existsSync(path)) {
    return undefined;
  }
  try {
    return execFileSync(path, ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}

async function npmInstall(launch, { name, folder, root, env }) {
  const [command, ...args] = npmCommand(env);
  const npm = launch.spawn({
    name: 'npm',
    command,
    args: [
      ...args,
      'install',
      '--prefix',
      folder,
      '--no-save',
      '--no-audit',
      '--no-fund',
      `${name}@${TAKEN_MAJOR}`,
    ],
    cwd: root,
    env: { ...env, ...writableCaches(root, env) },
    output: 'pipe',
  });
  const output = [];
  npm.stdout.on('data', chunk => output.push(chunk));
  npm.stderr.on('data', chunk => output.push(chunk));
  const { error } = await npm.exited;
  return error === undefined
    ? Buffer.concat(output).toString()
    : `npm could not be started: ${error.message}\n`;
}
