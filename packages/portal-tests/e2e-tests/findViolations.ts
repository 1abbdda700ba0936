import type { Page } from '@playwright/test';
import axe from 'axe-core';

/** What is not ours to mend. */
const BACKSTAGE = [
  // The header of a page: its heading and tabs are in no landmark, and its tabs control panels that do not exist.
  '.bui-PluginHeader',
  // What React Aria, below Backstage's UI library, announces to screen readers.
  '[data-live-announcer]',
  // A heading of the portal's own page for what is not found.
  'h6.MuiTypography-root',
  // The colours of the portal's toasts.
  '[class^="Toast_title"]',
  // The colours of the UI library's buttons for what cannot be undone, in the dark theme, and of such items of menus.
  'button[data-destructive]',
  '[role="menuitem"][data-color="danger"]',
];

/** Everything that axe-core finds on a page as it is, a line each. */
export async function findViolations(page: Page): Promise<string[]> {
  // Not a script element: the policy of the callback page lets none in.
  await page.evaluate(axe.source);
  return page.evaluate(async exclude => {
    const { axe: loaded } = window as unknown as { axe: typeof axe };
    // Colours of something that fades are not those that people read.
    document
      .getAnimations()
      .filter(it => it.effect?.getComputedTiming().endTime !== Infinity)
      .forEach(it => it.finish());
    const { violations } = await loaded.run(
      { exclude },
      // What is fine costs most of the time, and needs no selectors.
      { resultTypes: ['violations'], preload: false },
    );
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(
        ({ target, html }) =>
          `${id}: ${help}: ${target.join(' ')}: ${html.slice(0, 160)}`,
      ),
    );
  }, BACKSTAGE);
}
