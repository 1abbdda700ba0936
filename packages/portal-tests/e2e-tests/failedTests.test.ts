import { ConnectDialog } from './ConnectDialog';
import { FabricPage } from './FabricPage';
import { FabricsPage } from './FabricsPage';
import { NO_MEMBER } from './noMember';
import { expect, test } from './portal';

test('A test that Databricks fails for the compute turns the row of that fabric red alone, until one passes', async ({
  asAlice: page,
  portal,
}) => {
  const fabrics = new FabricsPage(page);
  const [development, row] = [
    fabrics.tile('Development'),
    fabrics.row('Analytics (dev)'),
  ];
  await fabrics.connect(development);
  portal.simulators[0].faults.next('warehouse', {
    kind: 'status',
    status: 403,
  });
  await fabrics.choose('Analytics (dev)', 'Test');
  const toast = page.getByText('1 problem in Analytics (dev) as Ada Lovelace');
  await expect(toast).toBeVisible();
  await expect(row).toContainText('Test failed');
  await expect(development).toContainText('Connected as Ada Lovelace');
  await expect(fabrics.row('Churn training')).toContainText('Ada Lovelace');
  await expect(fabrics.row('Orders studio')).toContainText('Ada Lovelace');

  const fabric = new FabricPage(page);
  const atItsTest = async () => {
    await expect(page).toHaveURL(/\/databricks\/fabrics\/analytics-dev#/);
    await expect(page.locator(':focus')).toContainText('Last test');
    await expect(fabric.section('Last test')).toBeInViewport();
  };
  await row.getByRole('link', { name: 'Fix Analytics (dev)' }).click();
  await atItsTest();
  await page.goBack();
  await page.getByRole('link', { name: 'Details' }).click();
  await atItsTest();
  await expect(toast).toBeHidden();
  await expect(fabric.needs).toContainText(
    'ada@example.com may not use the SQL warehouse',
  );
  await expect(
    fabric.section('Last test').getByRole('listitem').first(),
  ).toContainText('Failed');
  await fabric
    .section('Last test')
    .getByRole('button', { name: 'Test again' })
    .click();
  await expect(fabric.needs).toBeHidden();
  await fabrics.open();
  await expect(row).not.toContainText('Test failed');
  await expect(row).toContainText('Ada Lovelace');
});

test('One that Databricks fails for the person turns the tile and all its rows red, and says whom to ask', async ({
  asAlice: page,
  portal,
}) => {
  const fabrics = new FabricsPage(page);
  const development = fabrics.tile('Development');
  await fabrics.connect(development);
  portal.simulators[0].faults.next('me', NO_MEMBER);
  await fabrics.choose('Churn training', 'Test');
  await expect(development).toContainText('Refused by Databricks');
  await expect(development).toContainText('Connected as Ada Lovelace');
  for (const title of ['Analytics (dev)', 'Churn training', 'Orders studio']) {
    await expect(fabrics.row(title)).toContainText('Refused by Databricks');
  }
  await expect(fabrics.row('Company reports')).toContainText('Not connected');

  await development
    .getByRole('button', { name: 'Who to ask about Development' })
    .click();
  const popover = new ConnectDialog(page);
  await expect(popover.text(/It is not a member there/)).toBeVisible();
  await expect(popover.button('Copy a message')).toBeVisible();
  await page.keyboard.press('Escape');

  portal.simulators[0].faults.clear();
  await fabrics.choose('Development', 'Test');
  await expect(
    page.getByText('Development works as Ada Lovelace'),
  ).toBeVisible();
  await expect(development).not.toContainText('Refused');
  await expect(fabrics.row('Orders studio')).toContainText('Ada Lovelace');
});
