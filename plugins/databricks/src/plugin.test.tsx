import {
  createExtensionTester,
  registerMswTestHooks,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import userSettingsPlugin from '@backstage/plugin-user-settings/alpha';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import databricksPlugin from '.';
import userSettingsModule from './alpha';
import {
  connection,
  fabric,
  fabricList,
  failedTest,
} from './__testUtils__/answers';
import { errorAnswer } from './__testUtils__/startSettingsBackend';

// Where the test app's discovery finds every plugin.
const baseUrl = 'http://localhost:7007/api/databricks';
const server = setupServer();
registerMswTestHooks(server);

// Whole pages are drawn, on machines that do other things too.
jest.setTimeout(30_000);
// Tests build their app at once, which one with permissions does not
const config = {
  app: {
    baseUrl: 'http://localhost:3000',
    extensions: [{ 'api:app/permission': false }],
  },
  backend: { baseUrl: 'http://localhost:7007' },
};
// Their code is loaded, and compiled, when it is first shown.
const patient = { timeout: 15_000 };

describe('the plugin in the new frontend system', () => {
  beforeEach(() => {
    const shown = fabric({
      connection: connection(),
      lastTest: { user: failedTest('compute') },
    });
    server.use(
      http.get(`${baseUrl}/fabrics`, () =>
        HttpResponse.json(fabricList([shown])),
      ),
      http.get(`${baseUrl}/fabrics/:name`, ({ params }) =>
        params.name === shown.name
          ? HttpResponse.json(shown)
          : errorAnswer(404, 'not_found', 'No.'),
      ),
      http.get(`${baseUrl}/fabrics/:name/compute`, () =>
        errorAnswer(404, 'not_found', 'No.'),
      ),
      http.get(`${baseUrl}/connections`, () =>
        HttpResponse.json({ items: [connection()] }),
      ),
    );
  });

  it('has a page under the header of the app, and a page for each fabric; no settings where nobody allows them', async () => {
    renderTestApp({
      features: [databricksPlugin],
      config,
      initialRouteEntries: ['/databricks'],
    });

    expect(
      await screen.findByRole('heading', { name: /^Fabrics/ }, patient),
    ).toBeVisible();
    expect(screen.getAllByRole('tab').map(it => it.textContent)).toEqual([
      'Fabrics',
    ]);
    await userEvent.click(screen.getByRole('row', { name: 'Analytics (dev)' }));
    expect(
      await screen.findByRole('region', { name: /^Who acts here/ }, patient),
    ).toHaveTextContent('Alice Example when you work here');
    await userEvent.click(
      within(
        screen.getByRole('navigation', { name: 'Where you are' }),
      ).getByRole('link', { name: 'Fabrics' }),
    );
    expect(
      await screen.findByRole('row', { name: 'Analytics (dev)' }),
    ).toBeVisible();
  });

  it('leads from the row of a failed test to its lines, which have the focus', async () => {
    renderTestApp({
      features: [databricksPlugin],
      config,
      initialRouteEntries: ['/databricks/fabrics'],
    });
    await userEvent.click(
      await screen.findByRole('link', { name: 'Fix Analytics (dev)' }, patient),
    );
    const test = await screen.findByRole(
      'region',
      { name: /^Last test/ },
      patient,
    );
    await waitFor(() => expect(document.activeElement).toContainElement(test));
    expect(document.activeElement).toHaveAttribute('id', 'last-test');
  });

  it.each(['/databricks/nothing', '/databricks/fabrics/a/b'])(
    'shows the portal’s own not-found page at %s',
    async address => {
      renderTestApp({
        features: [databricksPlugin],
        config,
        initialRouteEntries: [address],
      });
      expect(await screen.findByText(/404/, undefined, patient)).toBeVisible();
    },
  );

  it('leads from a fabric that nobody knows to the fabrics', async () => {
    renderTestApp({
      features: [databricksPlugin],
      config,
      initialRouteEntries: ['/databricks/fabrics/unknown'],
    });
    expect(
      await screen.findByRole('link', { name: 'Go to the fabrics' }, patient),
    ).toHaveAttribute('href', '/databricks/fabrics');
    expect(await screen.findByText(/404/)).toBeVisible();
  });

  it('has a tab in the user’s settings, behind those that are there', async () => {
    renderTestApp({
      features: [userSettingsModule, databricksPlugin, userSettingsPlugin],
      config,
      initialRouteEntries: ['/settings'],
      // What the tab General shows of the user comes from there
      apis: [[catalogApiRef, catalogApiMock()]],
    });

    const general = { name: 'General', selected: true };
    await screen.findByRole('tab', general, patient);
    const names = screen.getAllByRole('tab').map(it => it.textContent);
    expect(names[0]).toBe('General');
    expect(names.at(-1)).toBe('Databricks');
    await userEvent.click(screen.getByRole('tab', { name: 'Databricks' }));
    expect(
      await screen.findByRole('region', { name: 'Sales' }, patient),
    ).toHaveTextContent('Connected as Alice Example');
    expect(
      await screen.findByRole('link', { name: 'Analytics (dev)' }),
    ).toHaveAttribute('href', '/databricks/fabrics/analytics-dev');
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
