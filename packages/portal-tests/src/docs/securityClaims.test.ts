import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const root = dirname(require.resolve('../../../../package.json'));

/** Rows of the form: claim, file in code, name of the test. */
const CLAIM = /^\|[^|]+\| `([^`]+\.test\.ts)` +\|([^|]+)\|$/gm;

describe('docs/security.md', () => {
  it('names for each claim a test that exists', async () => {
    const text = await readFile(join(root, 'docs/security.md'), 'utf8');
    const claims = [...text.matchAll(CLAIM)];
    expect(claims.length).toBeGreaterThan(50);
    for (const [, file, cell] of claims) {
      const test = cell.trim();
      const source = await readFile(join(root, file), 'utf8');
      const named = source.includes(`'${test}'`);
      expect([file, test, named]).toEqual([file, test, true]);
    }
  });
});
