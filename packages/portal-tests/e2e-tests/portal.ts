import {
  expect,
  test as base,
  type Browser,
  type BrowserContext,
  type Page,
} from '@playwright/test';
import { startPortal, type Person, type Portal } from './startPortal';

/** A first start builds the app. */
const START_TIMEOUT_MS = 240_000;

/** Opens another tab of the portal and signs in as one of the demo's people: each tab has its own session. */
export async function openTabAs(
  context: BrowserContext,
  person: Person,
): Promise<Page> {
  const page = await context.newPage();
  await page.goto('/');
  await choosePerson(page, person);
  return page;
}

/** Answers the demo's question who is there. */
export async function choosePerson(page: Page, person: Person): Promise<void> {
  await page.getByRole('button', { name: new RegExp(person, 'i') }).click();
  await expect(page.getByRole('link', { name: 'Catalog' })).toBeVisible();
}

/** What the browser says itself: of answers that are no success, of a backend that stops, of a frame that may not be. */
const OF_THE_BROWSER =
  /^(Failed to load resource|WebSocket connection|Framing )/;

/** A person's tab in a browser of their own, in which no page of the portal may fail unnoticed. */
async function provideTab(
  browser: Browser,
  portal: Portal,
  person: Person,
  provide: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ baseURL: portal.url });
  const failures: string[] = [];
  context.on('weberror', failure => failures.push(failure.error().message));
  context.on('console', message => {
    if (
      message.type() === 'error' &&
      message.page()?.url().startsWith(portal.url) &&
      !OF_THE_BROWSER.test(message.text())
    ) {
      failures.push(message.text());
    }
  });
  try {
    await provide(await openTabAs(context, person));
    expect(failures).toEqual([]);
  } finally {
    await context.close();
  }
}

/**
 * Tests against the demo portal: one portal for all tests of a worker, set back after each, and a browser context for
 * each of its people.
 */
export const test = base.extend<
  { asAlice: Page; asBob: Page; setBack: void },
  { empty: boolean; portal: Portal }
>({
  /** Whether app-config defines no app connection and no fabric. */
  empty: [false, { option: true, scope: 'worker' }],
  portal: [
    async ({ empty }, provide) => {
      const portal = await startPortal({ empty });
      await provide(portal);
      await portal.stop();
    },
    { scope: 'worker', timeout: START_TIMEOUT_MS },
  ],
  setBack: [
    async ({ portal }, provide) => {
      await provide();
      await portal.reset();
    },
    { auto: true },
  ],
  asAlice: ({ browser, portal }, provide) =>
    provideTab(browser, portal, 'alice', provide),
  asBob: ({ browser, portal }, provide) =>
    provideTab(browser, portal, 'bob', provide),
});

export { expect };
