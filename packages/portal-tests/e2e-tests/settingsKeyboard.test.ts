import type { Locator, Page } from '@playwright/test';
import { expect, test } from './portal';
import { SettingsPage } from './SettingsPage';

/** Presses Tab until something has the focus. */
async function tabTo(page: Page, target: Locator, most = 20): Promise<void> {
  await expect(target).toBeVisible();
  const isThere = () => target.evaluate(it => it === document.activeElement);
  for (let stops = 0; stops < most && !(await isThere()); stops += 1) {
    await page.keyboard.press('Tab');
  }
  await expect(target).toBeFocused();
}

test('Without the mouse: a fabric is added, chosen from lists, and its form gives the focus back', async ({
  asBob: page,
}) => {
  const form = new SettingsPage(page);
  await form.open('fabrics');
  const add = page.getByRole('button', { name: 'Add fabric' });
  await form.tab('Fabrics').focus();
  await tabTo(page, add, 3);
  await page.keyboard.press('Enter');

  await expect(form.field('Paste first')).toBeFocused();
  await page.keyboard.insertText('/sql/1.0/warehouses/77ff00aa');
  await expect(form.field('SQL warehouse')).toHaveValue('77ff00aa');
  await tabTo(page, form.field('Title'), 2);
  await page.keyboard.type('Sales reports');
  await tabTo(page, form.field('Owner'), 2);
  await page.keyboard.type('analy');
  await expect(page.getByRole('option')).toHaveText([/Analytics/]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(form.field('Owner')).toHaveValue('Analytics');
  await tabTo(page, form.field('Workspace'), 2);
  await page.keyboard.type('dev');
  await expect(page.getByRole('option')).toHaveText([/Development/]);
  // Closes the list, and not the form
  await page.keyboard.press('Escape');
  await expect(page.getByRole('option')).toHaveCount(0);
  await expect(form.button('Discard')).toBeHidden();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(form.field('Workspace')).toHaveValue(/Development|Production/);
  await tabTo(page, form.field('Catalog and schema'), 4);
  await page.keyboard.type('main.gold');
  await page.keyboard.press('Enter');
  await expect(form.dialog).toBeHidden();
  await expect(form.row('Sales reports')).toContainText('Analytics');
  await expect(add).toBeFocused();
});

test('Escape and Back ask once before they lose what was entered, and lose nothing', async ({
  asBob: page,
}) => {
  const form = new SettingsPage(page);
  await form.open('fabrics');
  await page.getByRole('button', { name: 'Add fabric' }).click();
  await expect(form.field('Paste first')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(form.dialog).toBeHidden();

  await page.getByRole('button', { name: 'Add fabric' }).click();
  await form.field('Title').fill('Half a fabric');
  const question = form.dialog.getByText('Discard your changes?');
  for (const leave of [
    () => page.keyboard.press('Escape'),
    () => page.goBack(),
  ]) {
    await leave();
    await expect(question).toBeVisible();
    await expect(question).toHaveCount(1);
    await expect(form.button('Keep editing')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(question).toBeHidden();
    await expect(form.field('Title')).toHaveValue('Half a fabric');
    await expect(form.field('Title')).toBeFocused();
    await expect(page).toHaveURL('/databricks/settings/fabrics?edit=fabric');
  }

  await page.keyboard.press('Escape');
  await form.button('Discard').click();
  await expect(form.dialog).toBeHidden();
  await expect(page).toHaveURL('/databricks/settings/fabrics');
  await expect(form.row('Half a fabric')).toHaveCount(0);
});
