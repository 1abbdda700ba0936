import type { Page } from '@playwright/test';
import { moreFabrics } from '../bench/moreFabrics';
import { expect, openTabAs, test } from './portal';
import { SettingsPage } from './SettingsPage';
import { startPortal, type Portal } from './startPortal';

/** The demo has seven more. */
const MORE_FABRICS = 993;
const CONNECTIONS = 10_000;

/** However many there are, a page draws no more. */
const MOST_ROWS = 200;

test.describe.configure({ mode: 'serial' });

let large: Portal;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  large = await startPortal({ config: moreFabrics(MORE_FABRICS, 10) });
  await large.addConnections(CONNECTIONS);
});

test.afterAll(() => large?.stop());

async function countOfRows(page: Page): Promise<number> {
  return page.locator('[role=row], tr').count();
}

test('Bob finds one of 1,000 fabrics by searching and by filters, in the one answer', async ({
  browser,
}) => {
  const context = await browser.newContext({ baseURL: large.url });
  const page = await openTabAs(context, 'bob');
  const settings = new SettingsPage(page);
  await settings.open('fabrics', '?size=100');
  await expect(settings.rows).toHaveCount(100);
  expect(await countOfRows(page)).toBeLessThanOrEqual(MOST_ROWS);
  await expect(page.getByText('1 - 100 of 1000')).toBeVisible();
  const asked: string[] = [];
  page.on('request', request => {
    const { pathname } = new URL(request.url());
    if (/\/api\/databricks\/(settings|fabrics)/.test(pathname)) {
      asked.push(pathname);
    }
  });

  await page.keyboard.press('/');
  await page.keyboard.type('orders 601');
  await expect(settings.rows).toHaveCount(1);
  await expect(settings.row('Orders 601')).toBeVisible();
  await expect(page.getByText('1 of 1000', { exact: true })).toBeVisible();
  await page.getByRole('searchbox').fill('');

  await page.getByRole('button', { name: /Workspace$/ }).click();
  await page.getByRole('option', { name: 'Region 3' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /Owner$/ }).click();
  await page.getByRole('option', { name: 'Everybody' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByText('99 of 1000', { exact: true })).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('orders 73');
  await expect(settings.row('Orders 73')).toBeVisible();
  await expect(settings.row('Orders 601')).toBeHidden();
  expect(asked).toEqual([]);
  await context.close();
});

test('Bob finds one of 10,000 connections by the ref of a user, and by turning pages', async ({
  browser,
}) => {
  const context = await browser.newContext({ baseURL: large.url });
  const page = await openTabAs(context, 'bob');
  const settings = new SettingsPage(page);
  await settings.open('connections');
  await expect(settings.row('person-0')).toBeVisible();
  expect(await countOfRows(page)).toBeLessThanOrEqual(MOST_ROWS);

  await page.keyboard.press('/');
  await page.keyboard.type('user:default/person-7777');
  await page.getByRole('option', { name: 'user:default/person-7777' }).click();
  await expect(settings.rows).toHaveCount(1);
  await expect(settings.row('person-7777')).toContainText(
    'person-7777@example.com',
  );
  await expect(page.getByText('1 of 10000', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Clear all' }).click();
  await expect(settings.row('person-0')).toBeVisible();

  const shown = await settings.rows.count();
  const next = page.getByRole('button', { name: 'Next', exact: true });
  for (let at = shown; at < 10 * shown; at += shown) {
    await next.click();
    await expect(settings.row('person-0')).toBeHidden();
    await expect(settings.row(`person-${at}`)).toBeVisible();
    expect(await countOfRows(page)).toBeLessThanOrEqual(MOST_ROWS);
  }
  await page.getByRole('button', { name: 'Previous', exact: true }).click();
  await expect(settings.row(`person-${8 * shown}`)).toBeVisible();
  await context.close();
});
