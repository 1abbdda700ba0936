import { execFileSync } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { installDependencies } from './installDependencies.mjs';
import { repoRoot } from './repoRoot.mjs';
import { supportedNode } from './supportedNode.mjs';

/**
 * What every command needs first: a supported Node and the dependencies. Gives that Node's path and the environment
 * for everything that is started with it.
 */
export async function prepare(launch, { say = console.log } = {}) {
  const root = repoRoot;
  const node = await supportedNode(launch, { root, env: process.env, say });
  // Tools of ours that start `node` by its name must get the same one.
  const env = {
    ...process.env,
    PATH: [dirname(node), process.env.PATH].filter(Boolean).join(delimiter),
  };
  const nodeVersion = execFileSync(node, ['--version'], { encoding: 'utf8' });
  await installDependencies(launch, { root, node, nodeVersion, env, say });
  return { root, node, env };
}
