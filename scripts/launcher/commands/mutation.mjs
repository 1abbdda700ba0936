import { join } from 'node:path';

/** Says which changes of the backend's files that decide are noticed by no test; for files with an argument in their path. */
export async function run(launch, { root, node, env }, args) {
  const mutation = launch.spawn({
    command: node,
    args: ['mutation/main.mjs', ...args],
    cwd: join(root, 'plugins/databricks-backend'),
    env,
  });
  const { code } = await mutation.exited;
  await mutation.gone;
  return code;
}
