import type { Page } from '@playwright/test';

/** Chooses from the menu of something, which is named after it. */
export async function chooseFromMenu(
  page: Page,
  title: string,
  action: string,
): Promise<void> {
  await page
    .getByRole('button', { name: `More actions for ${title}`, exact: true })
    .click();
  await page.getByRole('menuitem', { name: action, exact: true }).click();
}
