import {
  expect,
  test as base,
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
  async asAlice({ browser, portal }, provide) {
    const context = await browser.newContext({ baseURL: portal.url });
    await provide(await openTabAs(context, 'alice'));
    await context.close();
  },
  async asBob({ browser, portal }, provide) {
    const context = await browser.newContext({ baseURL: portal.url });
    await provide(await openTabAs(context, 'bob'));
    await context.close();
  },
});

export { expect };
