import demoWorkspaces from 'backend/demo-workspaces.json';
import { chooseFromMenu } from './chooseFromMenu';
import { FabricPage } from './FabricPage';
import { FabricsPage } from './FabricsPage';
import { expect, test } from './portal';
import { SettingsPage } from './SettingsPage';

test('Who is not an admin reads who is, and no settings are asked for', async ({
  asAlice: page,
}) => {
  const asked: string[] = [];
  page.on('request', request => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/databricks')) {
      asked.push(pathname);
    }
  });
  const answered = page.waitForResponse(/\/api\/databricks\/fabrics$/);
  await page.goto('/databricks/settings');
  await answered;

  await expect(
    page.getByRole('heading', { name: 'These settings are for Platform' }),
  ).toBeVisible();
  await expect(page.getByRole('tablist', { name: 'Settings' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Add/ })).toHaveCount(0);
  await page.waitForLoadState('networkidle');
  expect([...new Set(asked)]).toEqual(['/api/databricks/fabrics']);
});

test('Alice changes a fabric of her team on its page, and only such a one', async ({
  asAlice: page,
  portal,
}) => {
  const { client } = portal.backend;
  const created = await client.request('/api/databricks/fabrics/reports', {
    method: 'PUT',
    as: 'bob',
    json: {
      title: 'Reports',
      type: 'sql',
      owner: 'group:default/analytics',
      workspaceUrl: portal.simulators[0].url,
      warehouseId: '77ff00aa',
      catalog: 'main',
    },
  });
  expect(created.status).toBe(201);
  const asked: string[] = [];
  page.on('request', request => asked.push(new URL(request.url()).pathname));
  const fabrics = new FabricsPage(page);
  await fabrics.open();
  const form = new SettingsPage(page);

  await fabrics.choose('Reports', 'Edit');
  await expect(page).toHaveURL(
    '/databricks/fabrics/reports?edit=fabric:reports',
  );
  await expect(form.field('Owner')).not.toBeEditable();
  await form.button('Cancel').click();
  await expect(page).toHaveURL('/databricks/fabrics/reports');

  await chooseFromMenu(page, 'Reports', 'Edit fabric');
  await form.fill('Title', 'Sales reports');
  await form.fill('Catalog and schema', 'main.gold');
  await form.save();
  await expect(
    page.getByRole('heading', { name: /^Sales reports/ }),
  ).toBeVisible();
  const fabric = new FabricPage(page);
  await expect(fabric.section('Where it runs')).toContainText('main.gold');
  await expect(
    page.getByRole('button', { name: 'More actions for Sales reports' }),
  ).toBeFocused();

  await fabric.needs
    .getByRole('button', { name: 'Add a service principal' })
    .click();
  const [{ clientId, clientSecret }] = demoWorkspaces.servicePrincipals;
  await form.field('Client ID').fill(clientId);
  await form.field('Client secret').fill(clientSecret);
  await form.save();
  await expect(fabric.section('Who acts here')).not.toContainText(
    'No service principal',
  );
  await expect(fabric.section('Who acts here')).toContainText(
    'when a schedule or a deployment runs',
  );
  expect(asked).not.toContain('/api/databricks/settings');

  await fabric.open('analytics-dev');
  await expect(
    page.getByRole('button', { name: /^More actions for Analytics \(dev\)/ }),
  ).toHaveCount(0);
  await fabrics.open();
  await page
    .getByRole('button', { name: 'More actions for Analytics (dev)' })
    .click();
  await expect(page.getByRole('menuitem')).toHaveText(['Open in Databricks']);
});
