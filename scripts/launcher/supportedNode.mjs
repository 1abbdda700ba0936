import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { npmCommand } from './npmCommand.mjs';

/** Taken from npm where the machine's own Node is not one that Backstage supports. */
const TAKEN_MAJOR = 24;

/** The path of a Node that Backstage supports: the one that runs us, else one from npm, kept in `.tools/node`. */
export async function supportedNode(launch, options) {
  const { root, env, say, current = process } = options;
  const { version, execPath, platform, arch } = current;
  const own = `Node ${version.slice(1)}`;
  if (isSupported(version)) {
    say(`${own} of this machine`);
    return execPath;
  }

  const folder = join(root, '.tools/node');
  // The package of this platform runs no scripts; the other one finds it by running some.
  const packages = [`node-${platform}-${arch}`, 'node'];
  const find = () =>
    packages
      .map(name => join(folder, 'node_modules', name, 'bin/node'))
      .find(path => isSupported(versionOf(path)));

  let found = find();
  if (found === undefined) {
    say(`${own} is not supported: taking Node ${TAKEN_MAJOR} from npm ...`);
    // npm takes a package that is there for a whole one.
    rmSync(folder, { recursive: true, force: true });
    const [command, ...args] = npmCommand(env);
    args.push('install', '--prefix', folder);
    args.push('--no-save', '--no-audit', '--no-fund');
    let output = '';
    for (const name of packages) {
      const npm = launch.spawn({
        command,
        args: [...args, `${name}@${TAKEN_MAJOR}`],
        cwd: root,
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const { error } = await npm.exited;
      await npm.gone;
      found = find();
      if (found !== undefined) {
        break;
      }
      output += error === undefined ? npm.output : `${error.message}\n`;
    }
    if (found === undefined) {
      throw new Error(
        `${output}Node 22 or ${TAKEN_MAJOR} is needed, this is ${version}, and npm has none for ${platform} ${arch}. Install one and try again.`,
      );
    }
  }
  say(`Node ${versionOf(found).slice(1)} from .tools/node`);
  return found;
}

/** Node 22 and 24 are what Backstage supports; before 22.12 an ES module could not be required. */
function isSupported(version) {
  const [major, minor] = version.slice(1).split('.').map(Number);
  return major === 24 || (major === 22 && minor >= 12);
}

/** Empty where there is none that runs. */
function versionOf(path) {
  try {
    return execFileSync(path, ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return '';
  }
}
