import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where npm and Yarn keep what they download when the home folder does not take it: inside the repository. */
export function writableCaches(root, env, home = env.HOME ?? homedir()) {
  try {
    accessSync(home, constants.W_OK);
    return {};
  } catch {
    return {
      npm_config_cache: join(root, '.cache', 'npm'),
      YARN_GLOBAL_FOLDER:
        env.YARN_GLOBAL_FOLDER ?? join(root, '.cache', 'yarn'),
    };
  }
}
