import { EntityProvider } from '@backstage/plugin-catalog-react';
import {
  MockFetchApi,
  registerMswTestHooks,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { discoveryApiRef } from '@backstage/core-plugin-api';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import type { ReactNode } from 'react';
import { Route, Routes } from 'react-router-dom';
import {
  DatabricksPage,
  databricksPlugin,
  EntityDatabricksFabricCard,
  EntityDatabricksFabricContent,
  isDatabricksFabricAvailable,
  UserSettingsDatabricksConnections,
} from '..';
import {
  connection,
  fabric,
  fabricList,
  failedTest,
} from '../__testUtils__/answers';

const server = setupServer();
registerMswTestHooks(server);

// Whole pages are drawn, on machines that do other things too.
jest.setTimeout(30_000);

const discoveryApi = {
  getBaseUrl: async (pluginId: string) => `http://backend.test/api/${pluginId}`,
};

/** The test app has no backend.baseUrl, so that the plugin's own API factories get a discovery here. */
function WithApis(props: { children: ReactNode }) {
  const apis = Array.from(
    databricksPlugin.getApis(),
    ({ api, factory }) =>
      [
        api,
        factory({ discoveryApi, fetchApi: new MockFetchApi() }) as object,
      ] as const,
  );
  return (
    <TestApiProvider apis={[[discoveryApiRef, discoveryApi], ...apis]}>
      {props.children}
    </TestApiProvider>
  );
}

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'pipeline',
    annotations: { 'databricks.com/fabric': 'analytics-dev' },
  },
};

/** Where an app's own routes put it; the tests tell its address beside them. */
function Page() {
  return <DatabricksPage />;
}

describe('the plugin in the legacy frontend system', () => {
  beforeEach(() => {
    server.use(
      http.get('*/api/databricks/fabrics', () =>
        HttpResponse.json(fabricList([fabric({ connection: connection() })])),
      ),
      http.get('*/api/databricks/fabrics/analytics-dev', () =>
        HttpResponse.json(fabric({ connection: connection() })),
      ),
      http.get('*/api/databricks/fabrics/analytics-dev/compute', () =>
        HttpResponse.json({ kind: 'warehouse', id: 'x', state: 'running' }),
      ),
      http.get('*/api/databricks/connections', () =>
        HttpResponse.json({ items: [connection()] }),
      ),
    );
  });

  it('has a page with its own header and tabs, and a page for each fabric', async () => {
    await renderInTestApp(
      <WithApis>
        <Routes>
          <Route path="/databricks/*" element={<Page />} />
        </Routes>
      </WithApis>,
      {
        routeEntries: ['/databricks'],
        mountedRoutes: { '/databricks': databricksPlugin.routes.root },
      },
    );

    expect(
      await screen.findByRole('heading', { level: 1, name: 'Databricks' }),
    ).toBeVisible();
    await userEvent.click(
      await screen.findByRole('row', { name: 'Analytics (dev)' }),
    );
    expect(
      await screen.findByRole('region', { name: /^Who acts here/ }),
    ).toHaveTextContent('Alice Example when you work here');
    expect(screen.getByRole('link', { name: 'Fabrics' })).toHaveAttribute(
      'href',
      '/databricks/fabrics',
    );
    await userEvent.click(screen.getByRole('tab', { name: 'Settings' }));
    expect(await screen.findByText('Settings are for admins')).toBeVisible();
  });

  it('leads from the row of a failed test to its lines, which have the focus', async () => {
    const shown = fabric({
      connection: connection(),
      lastTest: { user: failedTest('compute') },
    });
    server.use(
      http.get('*/api/databricks/fabrics', () =>
        HttpResponse.json(fabricList([shown])),
      ),
      http.get('*/api/databricks/fabrics/analytics-dev', () =>
        HttpResponse.json(shown),
      ),
    );
    await renderInTestApp(
      <WithApis>
        <Routes>
          <Route path="/databricks/*" element={<Page />} />
        </Routes>
      </WithApis>,
      {
        routeEntries: ['/databricks'],
        mountedRoutes: { '/databricks': databricksPlugin.routes.root },
      },
    );
    await userEvent.click(
      await screen.findByRole('link', { name: 'Fix Analytics (dev)' }),
    );
    const test = await screen.findByRole('region', { name: /^Last test/ });
    await waitFor(() => expect(document.activeElement).toContainElement(test));
    expect(document.activeElement).toHaveAttribute('id', 'last-test');
  });

  it('has a card and a content for entities that name a fabric', async () => {
    expect(isDatabricksFabricAvailable(entity)).toBe(true);
    await renderInTestApp(
      <WithApis>
        <EntityProvider entity={entity}>
          <EntityDatabricksFabricCard />
          <EntityDatabricksFabricContent />
        </EntityProvider>
      </WithApis>,
      { mountedRoutes: { '/databricks': databricksPlugin.routes.root } },
    );

    const card = await screen.findByRole('region', { name: 'Analytics (dev)' });
    expect(card).toHaveTextContent('YouAlice Example');
    expect(
      within(card).getByRole('link', { name: 'Analytics (dev)' }),
    ).toHaveAttribute('href', '/databricks/fabrics/analytics-dev');
    expect(
      await screen.findByRole('region', { name: /^Where it runs/ }),
    ).toHaveTextContent('main.gold');
  });

  it('has the user’s connections for the user’s settings', async () => {
    await renderInTestApp(
      <WithApis>
        <UserSettingsDatabricksConnections />
      </WithApis>,
      { mountedRoutes: { '/databricks': databricksPlugin.routes.root } },
    );

    expect(
      await screen.findByRole('region', { name: 'Sales' }),
    ).toHaveTextContent('Connected as Alice Example');
    expect(
      screen.getByRole('link', { name: 'Analytics (dev)' }),
    ).toHaveAttribute('href', '/databricks/fabrics/analytics-dev');
  });
});
