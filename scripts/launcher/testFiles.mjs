import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The files below `folder` whose name ends in `ending`, sorted; not those of `node_modules`. */
export function filesEndingIn(folder, ending) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap(entry => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        return entry.name === 'node_modules' ? [] : filesEndingIn(path, ending);
      }
      return entry.name.endsWith(ending) ? [path] : [];
    })
    .sort();
}
