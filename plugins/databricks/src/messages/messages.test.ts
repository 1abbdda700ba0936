import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { databricksTranslationRef } from '../translation';

const root = join(__dirname, '..');

/** The code of the pages, without the messages themselves and without tests. */
function sources(): string {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter(
      ({ name, parentPath }) =>
        /\.tsx?$/.test(name) &&
        !/\.test\.tsx?$/.test(name) &&
        !/messages|__testUtils__/.test(parentPath.slice(root.length)),
    )
    .map(({ name, parentPath }) => readFileSync(join(parentPath, name), 'utf8'))
    .join('\n');
}

/** What stands in quotes, with whatever a template fills in behind its first part. */
function mentioned(code: string): RegExp[] {
  const texts = [
    ...code.matchAll(/'([a-z]\w*\.[\w.]+)'/gi),
    ...code.matchAll(/`([a-z]\w*\.[\w.]*\$\{[^`]*)`/gi),
  ].map(([, text]) => text);
  return [...new Set(texts)].map(
    text =>
      new RegExp(
        `^${text
          .split(/\$\{[^}]*\}/)
          .map(part => part.replaceAll('.', '\\.'))
          .join('[\\w-]+')}$`,
      ),
  );
}

describe('the messages', () => {
  it('are all said somewhere', () => {
    const used = mentioned(sources());
    const messages = (
      databricksTranslationRef as unknown as {
        getDefaultMessages(): Record<string, string>;
      }
    ).getDefaultMessages();
    const keys = Object.keys(messages);
    expect(keys.length).toBeGreaterThan(100);
    expect(
      keys.filter(key => {
        // For none, for one, and for many
        const said = key.replace(/_(zero|one|other)$/, '');
        return !used.some(it => it.test(said));
      }),
    ).toEqual([]);
  });
});
