import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder with a space in its name, for one test. */
export function temporaryFolder(t) {
  const folder = mkdtempSync(join(tmpdir(), 'launcher test '));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
