import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { join } from 'node:path';
import { yarnRegistrySettings } from './yarnRegistrySettings.mjs';

/** Runs the vendored Yarn, unless nothing has changed since it last ran to its end. */
export async function installDependencies(launch, options) {
  const { root, node, nodeVersion, env, say } = options;
  const modules = join(root, 'node_modules');
  const stampFile = join(modules, '.launcher-stamp');
  const stamp = stampOf(root, nodeVersion);
  const { devDependencies } = JSON.parse(
    fs.readFileSync(join(root, 'package.json'), 'utf8'),
  );
  // Where one of them is missing, somebody has removed more.
  const samples = ['.yarn-state.yml', ...Object.keys(devDependencies)];
  if (
    readIfThere(stampFile) === stamp &&
    samples.every(name => fs.existsSync(join(modules, name)))
  ) {
    say('Dependencies are installed');
    return;
  }

  say('Installing dependencies, which takes a minute or two ...');
  // Written last, so that an install that breaks off is noticed and repeated.
  fs.rmSync(stampFile, { force: true });
  const releases = join(root, '.yarn/releases');
  const release = fs.readdirSync(releases).find(name => name.endsWith('.cjs'));
  const yarn = launch.spawn({
    command: node,
    args: [join(releases, release), 'install', '--immutable'],
    cwd: root,
    env: {
      ...env,
      ...yarnRegistrySettings({ root, env }),
      YARN_ENABLE_PROGRESS_BARS: 'false',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { code } = await yarn.exited;
  await yarn.gone;
  launch.signal.throwIfAborted();
  if (code !== 0) {
    throw new Error(
      `${yarn.output}The dependencies could not be installed; see above.`,
    );
  }
  fs.writeFileSync(stampFile, stamp);
}

/** Stands for all that an install depends on: the same stamp, the same `node_modules`. */
function stampOf(root, nodeVersion) {
  const workspaces = ['packages', 'plugins'].flatMap(folder =>
    fs.readdirSync(join(root, folder)).map(name => join(folder, name)),
  );
  const [major] = nodeVersion.split('.');
  const hash = createHash('sha256');
  hash.update([major, process.platform, process.arch].join());
  for (const file of [
    ...['.yarnrc.yml', 'yarn.lock', 'package.json'],
    ...workspaces.sort().map(folder => join(folder, 'package.json')),
  ]) {
    hash.update(`\0${file}\0${readIfThere(join(root, file))}`);
  }
  return hash.digest('hex');
}

function readIfThere(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
