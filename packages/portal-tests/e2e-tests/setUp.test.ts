import demoWorkspaces from 'backend/demo-workspaces.json';
import { FabricsPage } from './FabricsPage';
import { expect, test } from './portal';
import { SettingsPage } from './SettingsPage';
import { screenshotFolder, takeScreenshots } from './takeScreenshots';

// A long way through the portal, on machines that may be busy
test.describe.configure({ timeout: 180_000 });

test.use({
  empty: true,
  permissions: ['clipboard-read', 'clipboard-write'],
});

test('Bob sets everything up from nothing, and Alice connects: no app-config, no restart', async ({
  asAlice,
  asBob: page,
  portal,
}, testInfo) => {
  const folder = screenshotFolder(testInfo);
  const [development] = portal.simulators;
  const { pid } = portal.backend;
  await asAlice.goto('/databricks');
  await expect(
    asAlice.getByText('No fabrics for your teams yet'),
  ).toBeVisible();
  await takeScreenshots(asAlice, { folder, name: 'empty-fabrics' });

  const settings = new SettingsPage(page);
  await settings.open();
  await expect(settings.appConnections.getByText(/Register one/)).toBeVisible();
  await takeScreenshots(page, { folder, name: 'empty-settings' });
  const redirectUrls: string[] = [];
  for (const kind of ['SQL and Spark', 'Prophecy']) {
    await settings
      .section('Redirect URLs')
      .getByRole('group', { name: `Redirect URL of ${kind} fabrics` })
      .getByRole('button', { name: 'Copy' })
      .click();
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()))
      .not.toBe(redirectUrls.at(-1) ?? '');
    redirectUrls.push(
      await page.evaluate(() => navigator.clipboard.readText()),
    );
  }
  expect(redirectUrls).toEqual([
    `${portal.backend.url}/api/databricks/oauthredirect`,
    `${portal.backend.url}/metadata/oauthCallback`,
  ]);

  const account = await page.context().newPage();
  await account.goto(`${development.url}/account/app-connections`);
  await account.getByLabel('Name').fill('Demo portal');
  await account.getByLabel('Redirect URLs').fill(redirectUrls.join('\n'));
  await account.getByRole('button', { name: 'Add connection' }).click();
  const clientId = await account.locator('#client-id').innerText();
  const clientSecret = await account.locator('#client-secret').innerText();
  await account.close();

  await settings.appConnections
    .getByRole('button', { name: 'Add app connection' })
    .click();
  await settings.field('Name').fill('default');
  await settings.field('Client ID').fill(clientId);
  await settings.field('New client secret').fill(clientSecret);
  await settings.button('Test').click();
  await expect(settings.dialog.getByText('The test passed')).toBeVisible();
  await settings.save();
  await expect(
    settings.appConnections.getByRole('group', { name: 'default' }),
  ).toContainText('kept encrypted, never shown again');

  await settings.fabrics.getByRole('button', { name: 'Add fabric' }).click();
  await settings.field('Name').fill('reports');
  await settings.field('Title').fill('Reports');
  await settings.field('Owner').fill('group:default/analytics');
  const { hostname, port } = new URL(development.url);
  await settings
    .field('Paste to fill in')
    .fill(
      `jdbc:databricks://${hostname}:${port}/main;transportMode=http;ssl=0;AuthMech=3;httpPath=/sql/1.0/warehouses/77ff00aa;ConnSchema=gold`,
    );
  await expect(settings.dialog.getByText(/^Filled in: .*Schema/)).toBeVisible();
  await expect(settings.field('Warehouse ID')).toHaveValue('77ff00aa');
  await settings.field('Workspace URL').fill(development.url);
  await settings.save();

  const fabric = settings.fabrics.getByRole('group', { name: 'Reports' });
  await expect(fabric.getByText('Service principal missing')).toBeVisible();
  await fabric.getByRole('button', { name: 'Add service principal' }).click();
  const [servicePrincipal] = demoWorkspaces.servicePrincipals;
  await settings.field('Client ID').fill(servicePrincipal.clientId);
  await settings.field('Client secret').fill('not-this-one');
  await settings.button('Save').click();
  await expect(settings.field('Client secret')).toHaveAccessibleDescription(
    /Databricks refuses this client ID and secret/,
  );
  await settings.field('Client secret').fill(servicePrincipal.clientSecret);
  await settings.save();
  await expect(fabric.getByText('Service principal ready')).toBeVisible();
  await takeScreenshots(page, { folder, name: 'settings' });

  await asAlice.reload();
  const fabricsPage = new FabricsPage(asAlice);
  const row = fabricsPage.row('Reports');
  await fabricsPage.connect(row);
  await expect(row).toContainText('Ada Lovelace');
  await fabricsPage.choose('Reports', 'Test');
  await expect(
    asAlice.getByText('Reports works as Ada Lovelace'),
  ).toBeVisible();
  expect(portal.backend.pid).toBe(pid);
});
