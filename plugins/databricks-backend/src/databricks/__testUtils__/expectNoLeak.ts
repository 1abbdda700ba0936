import { inspect } from 'node:util';

/** Whatever a sink may print of an error: no canary is in it, raw or encoded. */
export function expectNoLeak(error: unknown, canaries: readonly string[]) {
  const printed = [
    inspect(error, { depth: null, showHidden: true }),
    JSON.stringify(error),
    JSON.stringify(error, Object.getOwnPropertyNames(Object(error))),
    String(error),
    error instanceof Error ? String(error.stack) : '',
  ].join('\n');
  for (const canary of canaries) {
    for (const form of [
      canary,
      encodeURIComponent(canary),
      Buffer.from(canary).toString('base64').replaceAll('=', ''),
    ]) {
      expect(printed).not.toContain(form);
    }
  }
  expect(printed).not.toMatch(/cause/);
}
