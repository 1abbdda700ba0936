import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

const packageDirectory = dirname(require.resolve('app/package.json'));
const root = resolve(packageDirectory, '../..');

/** Everything that the bundle is made of. */
const sources = [
  'app-config.yaml',
  'yarn.lock',
  'packages/app/public',
  'packages/app/src',
  'plugins/databricks-common/src',
  'plugins/databricks-react/src',
  'plugins/databricks/src',
  'plugins/databricks-react/src',
];

/**
 * Builds the app, unless it was built since its sources were changed.
 *
 * @returns the folder of the built app
 */
export async function buildApp(): Promise<string> {
  const built = join(packageDirectory, 'dist');
  const builtAt = await changedAt(join(built, 'index.html'));
  const changes = await Promise.all(
    sources.map(source => changedAt(join(root, source))),
  );
  if (Math.max(...changes) < builtAt) {
    return built;
  }

  const build = spawn(
    process.execPath,
    [
      join(root, 'node_modules/@backstage/cli/bin/backstage-cli'),
      'package',
      'build',
    ],
    { cwd: packageDirectory, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  build.stdout.on('data', chunk => (output += chunk));
  build.stderr.on('data', chunk => (output += chunk));
  const [code] = await once(build, 'exit');
  if (code !== 0) {
    throw new Error(`The app cannot be built:\n${output}`);
  }
  return built;
}

/** When a file, or the newest file of a folder, was changed, in milliseconds; 0 when it does not exist. */
async function changedAt(path: string): Promise<number> {
  const stats = await stat(path).catch(() => undefined);
  if (!stats?.isDirectory()) {
    return stats?.mtimeMs ?? 0;
  }
  const names = await readdir(path);
  const changes = await Promise.all(
    names.map(name => changedAt(join(path, name))),
  );
  return Math.max(stats.mtimeMs, ...changes);
}
