import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LauncherError } from './LauncherError.mjs';
import { installStamp, isInstalled, stampFile } from './installStamp.mjs';
import { writableCaches } from './writableCaches.mjs';
import { yarnRegistrySettings } from './yarnRegistrySettings.mjs';

/** Runs the vendored Yarn, unless nothing has changed since it last ran to its end. */
export async function installDependencies(launch, options) {
  const { root, node, nodeVersion, env, say } = options;
  const stamp = installStamp({
    root,
    nodeVersion,
    platform: process.platform,
    arch: process.arch,
  });
  if (isInstalled({ root, stamp })) {
    say('Dependencies are installed');
    return;
  }

  say('Installing dependencies, which takes a minute or two ...');
  // Written last, so that an install that breaks off is noticed and repeated.
  rmSync(stampFile(root), { force: true });
  const yarn = launch.spawn({
    name: 'yarn',
    command: node,
    args: [vendoredYarn(root), 'install', '--immutable'],
    cwd: root,
    env: {
      ...env,
      ...writableCaches(root, env),
      ...yarnRegistrySettings({ root, env }),
      YARN_ENABLE_PROGRESS_BARS: 'false',
    },
    output: 'pipe',
  });
  const output = [];
  yarn.stdout.on('data', chunk => output.push(chunk));
  yarn.stderr.on('data', chunk => output.push(chunk));
  const { code, error } = await yarn.exited;
  await yarn.gone;
  launch.signal.throwIfAborted();
  if (code !== 0) {
    throw new LauncherError(
      `${Buffer.concat(output)}${
        error === undefined ? '' : `${error.message}\n`
      }The dependencies could not be installed; see above.`,
    );
  }
  mkdirSync(dirname(stampFile(root)), { recursive: true });
  writeFileSync(stampFile(root), stamp);
}

function vendoredYarn(root) {
  const folder = join(root, '.yarn', 'releases');
  const release = readdirSync(folder).find(name => /^yarn-.*\.cjs$/.test(name));
  if (release === undefined) {
    throw new LauncherError(`No Yarn in ${folder}.`);
  }
  return join(folder, release);
}
