import demoWorkspaces from 'backend/demo-workspaces.json';
import { chooseFromMenu } from './chooseFromMenu';
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
  await settings.open('app-connections');
  await expect(
    page.getByRole('heading', { name: 'Register the portal at Databricks' }),
  ).toBeVisible();
  await takeScreenshots(page, { folder, name: 'empty-settings' });
  const redirectUrls: string[] = [];
  for (const name of ['Redirect URL', 'Redirect URL for Prophecy fabrics']) {
    await page
      .getByRole('button', { name: `Copy ${name}`, exact: true })
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

  await page.getByRole('button', { name: 'Add app connection' }).click();
  await settings.fill('Title', 'Demo portal');
  await settings.fill('Client ID', clientId);
  await settings.fill('New client secret', clientSecret);
  await settings.button('Test').click();
  await expect(settings.dialog.getByText(/^Tested just now/)).toBeVisible();
  await settings.save();
  await expect(page.getByText('Demo portal was saved').first()).toBeVisible();
  await expect(settings.appConnection('Demo portal')).toContainText('Default');

  await settings.tab('Fabrics').click();
  await page.getByRole('button', { name: 'Add fabric' }).click();
  const { hostname, port } = new URL(development.url);
  await settings.fill(
    'Paste first',
    `jdbc:databricks://${hostname}:${port}/main;transportMode=http;ssl=0;AuthMech=3;httpPath=/sql/1.0/warehouses/77ff00aa;ConnSchema=gold`,
  );
  await expect(settings.dialog.getByText(/^Filled in: .*gold/)).toBeVisible();
  await expect(settings.field('SQL warehouse')).toHaveValue('77ff00aa');
  await settings.fill('Workspace', development.url);
  await settings.fill('Title', 'Reports');
  await settings.choose('Owner', 'Analytics');
  // What is saved is marked for two seconds, which may be over before one looks
  const marked = page.waitForFunction(() =>
    document.querySelector('[data-saved]')?.textContent?.includes('Reports'),
  );
  await settings.save();
  await marked;
  await expect(page.getByText('Reports was saved').first()).toBeVisible();
  const row = settings.row('Reports');
  await expect(row).toContainText('Analytics');
  await expect(row).toContainText('Missing');

  await chooseFromMenu(page, 'Reports', 'Service principal');
  const [servicePrincipal] = demoWorkspaces.servicePrincipals;
  await settings.fill('Client ID', servicePrincipal.clientId);
  await settings.fill('Client secret', 'not-this-one');
  await settings.button('Save').click();
  await expect(settings.field('Client secret')).toHaveAccessibleDescription(
    /Databricks refuses this client ID and secret/,
  );
  await settings.fill('Client secret', servicePrincipal.clientSecret);
  await settings.save();
  await expect(row).toContainText('Works');
  await takeScreenshots(page, { folder, name: 'settings' });

  await asAlice.reload();
  const fabricsPage = new FabricsPage(asAlice);
  const fabric = fabricsPage.row('Reports');
  await fabricsPage.connect(fabric);
  await expect(fabric).toContainText('Ada Lovelace');
  await fabricsPage.choose('Reports', 'Test');
  await expect(
    asAlice.getByText('Reports works as Ada Lovelace'),
  ).toBeVisible();

  await settings.open('app-connections');
  await expect(settings.appConnection('Demo portal')).toContainText('Accepted');
  await expect(
    page.getByRole('heading', { name: 'Registered at Databricks' }),
  ).toBeVisible();
  await expect(page.getByText(redirectUrls[0])).toBeHidden();
  await page.getByRole('button', { name: 'Setup guide' }).click();
  await expect(page.getByText(redirectUrls[0])).toBeVisible();
  expect(portal.backend.pid).toBe(pid);
});
