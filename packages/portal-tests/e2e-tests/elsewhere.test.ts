import { FabricCard } from './FabricCard';
import { expect, test } from './portal';

test('The settings of Alice list her connection, and end it', async ({
  asAlice: page,
  asBob,
  portal,
}) => {
  const fabricCard = new FabricCard(page, 'Analytics (dev)');
  await fabricCard.connect();
  await page.goto('/settings/databricks');
  const { host } = new URL(portal.simulators[0].url);
  const connection = page.getByRole('group', { name: host });
  for (const text of [
    'Connected',
    'Ada Lovelace (ada@example.com)',
    /analytics-dev.*churn-training.*orders-studio/,
    /^About \d+ days left$/,
    /offline_access/,
  ]) {
    await expect(
      connection.getByText(text, { exact: true }).first(),
    ).toBeVisible();
  }

  await asBob.goto('/settings/databricks');
  await expect(asBob.getByText('No connections')).toBeVisible();

  await connection.getByRole('button', { name: 'Disconnect' }).click();
  const dialog = page.getByRole('dialog');
  for (const fabric of ['analytics-dev', 'churn-training', 'orders-studio']) {
    await expect(dialog.getByText(fabric)).toBeVisible();
  }
  await dialog.getByRole('button', { name: 'Disconnect', exact: true }).click();
  await expect(page.getByText('No connections')).toBeVisible();
  await page.getByRole('link', { name: 'Go to the fabrics' }).click();
  await expect(fabricCard.text('Not connected')).toBeVisible();
});

test('An entity shows its fabric, on a card and on a tab of its own', async ({
  asAlice: page,
}) => {
  await page.goto('/catalog/default/component/churn-model');
  const card = new FabricCard(page, 'Churn training');
  await expect(card.text('Databricks fabric')).toBeVisible();
  await card.connect();
  await card.button('Test').click();
  await expect(card.text('The test passed')).toBeVisible();

  await page.locator('a[href$="/churn-model/databricks"]').click();
  await expect(page).toHaveURL(/churn-model\/databricks$/);
  await expect(card.text(/^Connected as Ada Lovelace/)).toBeVisible();
  await expect(
    page.getByRole('heading', { name: 'Your connection' }),
  ).toBeVisible();
  await card.disconnect();
  await expect(
    page.getByRole('heading', { name: 'Your connection' }),
  ).toBeHidden();

  await page.goto('/catalog/default/system/sales-insights');
  await expect(
    page.getByRole('heading', { name: 'Sales insights' }),
  ).toBeVisible();
  await expect(page.getByText('Databricks fabric')).toBeHidden();
});
