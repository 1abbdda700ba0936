import { stat } from 'node:fs/promises';
import { expect, test } from './portal';
import { screenshotFolder, takeScreenshots } from './takeScreenshots';

test('Alice signs in, stays signed in, and signs out again', async ({
  browser,
  portal,
}, testInfo) => {
  const page = await browser.newPage({ baseURL: portal.url });
  const problems: string[] = [];
  page.on('pageerror', error => problems.push(error.message));
  page.on('console', message => {
    const isOurs = !message.text().includes('registered as IconComponent');
    if (['error', 'warning'].includes(message.type()) && isOurs) {
      problems.push(message.text());
    }
  });

  await page.goto('/');
  await expect(page.getByRole('button', { name: /Bob/ })).toBeVisible();
  const pictures = await takeScreenshots(page, {
    folder: screenshotFolder(testInfo),
    name: 'sign-in',
  });
  for (const picture of pictures) {
    expect((await stat(picture)).size).toBeGreaterThan(1000);
  }

  await page.getByRole('button', { name: 'Alice (analytics)' }).click();
  await expect(page).toHaveURL(`${portal.url}/databricks/fabrics`);

  await page.goto('/catalog');
  await expect(page.getByRole('link', { name: 'Sales report' })).toBeVisible();
  await expect(
    page.getByRole('link', { name: 'Workspace usage' }),
  ).toBeHidden();

  await page.goto('/settings/general');
  await expect(page.getByText('Alice', { exact: true }).first()).toBeVisible();
  expect(problems).toEqual([]);

  await page.getByTestId('user-settings-menu').click();
  await page.getByRole('menuitem', { name: 'Sign Out' }).click();
  await expect(page.getByRole('button', { name: /Bob/ })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: /Bob/ })).toBeVisible();
  await page.close();
});

test('Two people use the portal at the same time', async ({
  asAlice,
  asBob,
}) => {
  for (const [page, team] of [
    [asAlice, 'Analytics'],
    [asBob, 'Platform'],
  ] as const) {
    await page.goto('/settings/general');
    await expect(page.getByRole('link', { name: team })).toBeVisible();
  }
});
