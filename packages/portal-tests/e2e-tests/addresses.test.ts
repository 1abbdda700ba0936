import { FabricPage } from './FabricPage';
import { FabricsPage } from './FabricsPage';
import { expect, test } from './portal';

test('An unknown fabric and an unknown address show the not-found page of the portal', async ({
  asAlice: page,
}) => {
  for (const address of [
    '/databricks/fabrics/no-such-fabric',
    // Bob's
    '/databricks/fabrics/platform-ops',
    '/databricks/fabrics/analytics-dev/more',
    '/databricks/nowhere',
  ]) {
    await page.goto(address);
    await expect(page.getByText(/page not found/i), address).toBeVisible();
    await expect(page.getByText('Platform operations')).toHaveCount(0);
  }
  await page.goto('/databricks/fabrics/no-such-fabric');
  await page.getByRole('link', { name: 'Go to the fabrics' }).click();
  await expect(new FabricsPage(page).row('Analytics (dev)')).toBeVisible();
});

test('The settings of a user open with General, not with Databricks', async ({
  asAlice: page,
}) => {
  await page.goto('/settings');
  await expect(page).toHaveURL(/\/settings\/general$/);
  await page.getByRole('tab', { name: 'Databricks' }).click();
  await expect(page).toHaveURL(/\/settings\/databricks$/);
  await expect(
    page.getByText('You are not connected to Databricks.'),
  ).toBeVisible();
});

test('A link opens the dialog of a workspace, and connects only when asked to', async ({
  asAlice: page,
}) => {
  const fabrics = new FabricsPage(page);
  const answered = page.waitForResponse(/\/api\/databricks\/fabrics$/);
  await fabrics.open();
  const { issuers } = await (await answered).json();
  const { id } = issuers.find(
    ({ title }: { title: string }) => title === 'Development',
  );
  await page.goto(`/databricks/fabrics?connect=${encodeURIComponent(id)}`);
  await expect(fabrics.dialog.text(/your own rights/)).toBeVisible();
  await expect(page).toHaveURL('/databricks/fabrics');
  expect(page.context().pages()).toHaveLength(1);
  await fabrics.dialog.button('Cancel').click();
  await expect(fabrics.tile('Development')).toContainText('Not connected');
});

for (const width of [320, 390]) {
  test(`Nothing of a developer's page is cut off ${width} pixels wide`, async ({
    asAlice: page,
  }) => {
    await page.setViewportSize({ width, height: 800 });
    const fabrics = new FabricsPage(page);
    const fits = () =>
      page.evaluate(
        () => document.documentElement.scrollWidth <= window.innerWidth,
      );
    // The tabs of the portal's own pages are wider than the smallest phone
    const fitsBelowTabs = () =>
      page.evaluate(() => {
        document
          .querySelectorAll<HTMLElement>('.bui-Tab, .bui-TabActive')
          .forEach(tab => {
            tab.style.display = 'none';
          });
        return document.documentElement.scrollWidth <= window.innerWidth;
      });
    await fabrics.open('?type=sql,spark,prophecy&needs=you');
    await expect.poll(fits).toBe(true);
    await fabrics.open('?q=nowhere');
    await expect.poll(fits).toBe(true);
    await fabrics.open();
    await expect.poll(fits).toBe(true);
    await fabrics.openWindow(fabrics.tile('Production'));
    await fabrics.dialog.openDiagnostics();
    await expect.poll(fits).toBe(true);
    const dialog = await fabrics.dialog.root.boundingBox();
    expect(dialog!.width).toBeLessThanOrEqual(width);
    await fabrics.dialog.leave();
    await fabrics.connect(fabrics.tile('Development'));
    await expect.poll(fits).toBe(true);

    await new FabricPage(page).open('analytics-dev');
    await expect.poll(fits).toBe(true);
    await page.goto('/settings/databricks');
    await expect(
      page.getByRole('region', { name: 'Development' }),
    ).toBeVisible();
    await expect.poll(fitsBelowTabs).toBe(true);
    await page.goto('/catalog/default/component/churn-model');
    await expect(
      page.getByRole('region', { name: 'Churn training' }),
    ).toContainText('Ada Lovelace');
    await expect.poll(fitsBelowTabs).toBe(true);
    await page.goto('/catalog/default/component/churn-model/databricks');
    await expect(
      page.getByRole('region', { name: 'Who acts here' }),
    ).toContainText('Ada Lovelace');
    await expect.poll(fitsBelowTabs).toBe(true);
  });
}
