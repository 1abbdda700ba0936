import demoWorkspaces from 'backend/demo-workspaces.json';
import { FabricCard } from './FabricCard';
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
    page.getByRole('heading', { name: 'Settings are for admins' }),
  ).toBeVisible();
  await expect(
    page.getByText('Administered by group:default/platform.'),
  ).toBeVisible();
  await expect(page.getByRole('button', { name: /^Add/ })).toHaveCount(0);
  await page.waitForLoadState('networkidle');
  expect([...new Set(asked)]).toEqual(['/api/databricks/fabrics']);
});

test('Alice changes a fabric of her team from its card, and only such a one', async ({
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
  await page.goto('/databricks');
  const form = new SettingsPage(page);

  const card = new FabricCard(page, 'Reports');
  await card.button('Change').click();
  await expect(form.field('Owner')).not.toBeEditable();
  await form.field('Title').fill('Sales reports');
  await form.field('Schema').fill('gold');
  await form.save();
  const renamed = new FabricCard(page, 'Sales reports');
  await expect(renamed.text('main.gold')).toBeVisible();
  await expect(renamed.button('Change')).toBeFocused();

  await renamed.button('Add service principal').click();
  const [{ clientId, clientSecret }] = demoWorkspaces.servicePrincipals;
  await form.field('Client ID').fill(clientId);
  await form.field('Client secret').fill(clientSecret);
  await form.save();
  await expect(
    renamed.text(`Automation: service principal ${clientId}`),
  ).toBeVisible();
  await expect(renamed.button('Service principal')).toBeVisible();
  expect(asked).not.toContain('/api/databricks/settings');

  const ofConfig = new FabricCard(page, 'Analytics (dev)');
  await expect(
    ofConfig.text('app-config, databricks.fabrics.analytics-dev'),
  ).toBeVisible();
  await expect(ofConfig.button('Change')).toHaveCount(0);
});
