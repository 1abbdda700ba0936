import type { Page } from '@playwright/test';
import axe from 'axe-core';

/** What is not ours to mend. */
const BACKSTAGE = [
  // The header of a page: its heading and tabs are in no landmark, and its tabs control panels that do not exist.
  '.bui-PluginHeader',
  // What React Aria, below Backstage's UI library, announces to screen readers.
  '[data-live-announcer]',
];

/** Everything that axe-core finds on a page, in each theme, a line each. */
export async function findViolations(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // Not a script element: the policy of the callback page lets none in.
    await page.evaluate(axe.source);
    const violations = await page.evaluate(async exclude => {
      const { axe: loaded } = window as unknown as { axe: typeof axe };
      // Colours of something that fades are not those that people read.
      document
        .getAnimations()
        .filter(it => it.effect?.getComputedTiming().endTime !== Infinity)
        .forEach(it => it.finish());
      const result = await loaded.run(
        { exclude },
        // What is fine costs most of the time, and needs no selectors.
        { resultTypes: ['violations'], preload: false },
      );
      return result.violations.flatMap(({ id, help, nodes }) =>
        nodes.map(({ target, html }) => ({ id, help, target, html })),
      );
    }, BACKSTAGE);
    found.push(
      ...violations.map(
        ({ id, help, target, html }) =>
          `${colorScheme}: ${id}: ${help}: ${target.join(' ')}: ${html.slice(
            0,
            160,
          )}`,
      ),
    );
  }
  await page.emulateMedia({ colorScheme: null });
  return found;
}
