import { chooseFromMenu } from './chooseFromMenu';
import { connectBy, ConnectDialog } from './ConnectDialog';
import { FabricPage } from './FabricPage';
import { FabricsPage } from './FabricsPage';
import { expect, test } from './portal';

test('The settings of Alice list her connection, and end it', async ({
  asAlice: page,
  asBob,
  portal,
}) => {
  const fabrics = new FabricsPage(page);
  await fabrics.connect(fabrics.tile('Development'));
  await page.goto('/settings/databricks');
  const connection = page.getByRole('region', { name: 'Development' });
  const { host } = new URL(portal.simulators[0].url);
  for (const text of [
    host,
    'Connected as Ada Lovelace',
    /ada@example\.com · connected .* · about \d+ days left/,
  ]) {
    await expect(connection.getByText(text)).toBeVisible();
  }
  await expect(connection.getByRole('link')).toHaveText([
    'Analytics (dev)',
    'Churn training',
    'Orders studio',
  ]);
  await connection.getByRole('button', { name: 'Test', exact: true }).click();
  await expect(connection.getByText(/^Works, tested/)).toBeVisible();

  await asBob.goto('/settings/databricks');
  await expect(
    asBob.getByText('You are not connected to Databricks.'),
  ).toBeVisible();
  await asBob.getByRole('link', { name: 'Notification settings' }).click();
  await expect(asBob).toHaveURL('/settings/notifications');
  await expect(asBob.getByText('Origin', { exact: true })).toBeVisible();

  await chooseFromMenu(page, 'Development', 'Disconnect');
  const dialog = new ConnectDialog(page);
  await expect(
    dialog.text('Affected: Analytics (dev), Churn training, Orders studio.'),
  ).toBeVisible();
  await dialog.button('Disconnect').click();
  await expect(
    page.getByText('You are not connected to Databricks.'),
  ).toBeVisible();
  await page.getByRole('link', { name: 'Go to the fabrics' }).click();
  await expect(fabrics.tile('Development')).toContainText('Not connected');
});

test('An entity shows its fabric, on a card and on a tab of its own', async ({
  asAlice: page,
}) => {
  await page.goto('/catalog/default/component/churn-model');
  const card = page.getByRole('region', { name: 'Churn training' });
  await expect(card).toContainText('Not connected');
  await connectBy(
    card.getByRole('button', { name: /^Connect to Development/ }),
  );
  await expect(card).toContainText('Ada Lovelace');
  await chooseFromMenu(page, 'Churn training', 'Test');
  await expect(
    page.getByText('Churn training works as Ada Lovelace'),
  ).toBeVisible();

  await page.locator('a[href$="/churn-model/databricks"]').click();
  await expect(page).toHaveURL(/churn-model\/databricks$/);
  const tab = new FabricPage(page);
  await expect(tab.section('Who acts here')).toContainText(
    'Ada Lovelace when you work here',
  );
  await expect(tab.section('Last test')).toContainText('as Ada Lovelace');
  await expect(tab.section('Used by')).toBeHidden();
  await chooseFromMenu(page, 'Development', 'Disconnect');
  await tab.dialog.button('Disconnect').click();
  await expect(
    tab.needs.getByText('You are not connected to Development'),
  ).toBeVisible();
  await expect(tab.connectButton).toBeVisible();

  await page.goto('/catalog/default/system/sales-insights');
  await expect(
    page.getByRole('heading', { name: 'Sales insights' }),
  ).toBeVisible();
  await expect(
    page.locator('a[href$="/sales-insights/databricks"]'),
  ).toBeHidden();
  await expect(page.getByText(/Automation/)).toBeHidden();
});

test('An entity of a fabric that is not the user’s says no more than one of a fabric that does not exist', async ({
  asAlice: page,
  portal,
}) => {
  const answer = await portal.backend.client.request(
    '/api/databricks/fabrics/platform-ops',
    { as: 'alice' },
  );
  expect(answer.status).toBe(404);
  await page.goto('/catalog/default/component/workspace-usage');
  await expect(
    page.getByText('There is no such fabric, or it is not yours.'),
  ).toBeVisible();
  await expect(page.getByText('Platform operations')).toBeHidden();
});
