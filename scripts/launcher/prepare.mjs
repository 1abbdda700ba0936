import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { installDependencies } from './installDependencies.mjs';
import { repoRoot as root } from './repoRoot.mjs';
import { supportedNode } from './supportedNode.mjs';

/**
 * What every command needs first: a supported Node and the dependencies. Gives that Node's path and the environment
 * for everything that is started with it; makes the root of the repository the working directory.
 */
export async function prepare(launch) {
  process.chdir(root);
  const say = console.log;
  const env = { ...process.env, ...writableCaches(process.env) };
  const node = await supportedNode(launch, { root, env, say });
  // Tools of ours that start `node` by its name must get the same one.
  env.PATH = [dirname(node), env.PATH].filter(Boolean).join(delimiter);
  const nodeVersion = execFileSync(node, ['--version'], { encoding: 'utf8' });
  await installDependencies(launch, { root, node, nodeVersion, env, say });
  return { root, node, env };
}

/** Where npm and Yarn keep what they download when the home folder does not take it: inside the repository. */
function writableCaches({ HOME = homedir(), YARN_GLOBAL_FOLDER }) {
  try {
    accessSync(HOME, constants.W_OK);
    return {};
  } catch {
    return {
      npm_config_cache: join(root, '.cache/npm'),
      YARN_GLOBAL_FOLDER: YARN_GLOBAL_FOLDER ?? join(root, '.cache/yarn'),
    };
  }
}
