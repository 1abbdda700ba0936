import {
  createExtensionTester,
  registerMswTestHooks,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import userSettingsPlugin from '@backstage/plugin-user-settings/alpha';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import databricksPlugin from '.';
import { connection, fabric, fabricList } from './__testUtils__/answers';

// Where the test app's discovery finds every plugin.
const baseUrl = 'http://localhost:7007/api/databricks';
const server = setupServer();
registerMswTestHooks(server);

// Whole pages are drawn, on machines that do other things too.
jest.setTimeout(30_000);
// Their code is loaded, and compiled, when it is first shown.
const patient = { timeout: 15_000 };

describe('the plugin in the new frontend system', () => {
  it('has a page with the tabs Fabrics and Settings under the header of the app', async () => {
    server.use(
      http.get(`${baseUrl}/fabrics`, () =>
        HttpResponse.json(fabricList([fabric()])),
      ),
    );
    renderTestApp({
      features: [databricksPlugin],
      initialRouteEntries: ['/databricks'],
    });

    expect(
      await screen.findByRole('heading', { name: 'Analytics (dev)' }, patient),
    ).toBeVisible();
    await userEvent.click(screen.getByRole('tab', { name: 'Settings' }));
    expect(await screen.findByText('Settings are for admins')).toBeVisible();
  });

  it('has a tab in the user’s settings with the user’s connections', async () => {
    server.use(
      http.get(`${baseUrl}/connections`, () =>
        HttpResponse.json({ items: [connection()] }),
      ),
    );
    renderTestApp({
      features: [databricksPlugin, userSettingsPlugin],
      initialRouteEntries: ['/settings/databricks'],
    });

    expect(
      await screen.findByText(
        'Alice Example (alice@example.com)',
        undefined,
        patient,
      ),
    ).toBeVisible();
    expect(screen.getByRole('tab', { name: 'Databricks' })).toBeVisible();
    expect(screen.getByRole('button', { name: 'Disconnect' })).toBeEnabled();
  });

  it('offers its entity card for entities that name a fabric', () => {
    const card = createExtensionTester(
      databricksPlugin.getExtension('entity-card:databricks/fabric'),
    );
    const isShown = card.get(EntityCardBlueprint.dataRefs.filterFunction);
    const entity = (annotations?: Record<string, string>) => ({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: { name: 'pipeline', annotations },
    });

    expect(isShown?.(entity({ 'databricks.com/fabric': 'x' }))).toBe(true);
    expect(isShown?.(entity({ 'other.com/fabric': 'x' }))).toBe(false);
    expect(isShown?.(entity())).toBe(false);
  });
});
