import type { Entity } from '@backstage/catalog-model';
import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { screen } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { connection, fabric } from '../__testUtils__/fabrics';
import {
  backendUrl,
  renderWithBackend,
} from '../__testUtils__/renderWithBackend';
import { EntityFabricCard } from './EntityFabricCard';
import { EntityFabricContent } from './EntityFabricContent';

const server = setupServer();
registerMswTestHooks(server);

const entity = (annotations?: Record<string, string>): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'pipeline', annotations },
});
const annotated = entity({ 'databricks.com/fabric': 'analytics-dev' });

describe('EntityFabricCard', () => {
  it('shows the fabric that the entity names', async () => {
    server.use(
      http.get(`${backendUrl}/fabrics/analytics-dev`, () =>
        HttpResponse.json(fabric()),
      ),
    );
    renderWithBackend(
      <EntityProvider entity={annotated}>
        <EntityFabricCard />
      </EntityProvider>,
    );

    expect(
      await screen.findByRole('group', { name: 'Analytics (dev)' }),
    ).toHaveTextContent('Not connected');
  });

  it('says what to do when the fabric does not exist or is not the user’s', async () => {
    server.use(
      http.get(`${backendUrl}/fabrics/analytics-dev`, () =>
        HttpResponse.json(
          { error: { code: 'not_found', message: 'Unknown fabric' } },
          { status: 404 },
        ),
      ),
    );
    renderWithBackend(
      <EntityProvider entity={annotated}>
        <EntityFabricCard />
      </EntityProvider>,
    );

    expect(
      await screen.findByText(
        'The fabric “analytics-dev” is not available to you',
      ),
    ).toBeVisible();
    expect(screen.getByText(/databricks.com\/fabric/)).toBeVisible();
  });

  it('says which annotation is missing', async () => {
    renderWithBackend(
      <EntityProvider entity={entity()}>
        <EntityFabricCard />
      </EntityProvider>,
    );

    expect(
      await screen.findByText(/annotate the entity: databricks.com\/fabric:/),
    ).toBeVisible();
  });
});

describe('EntityFabricContent', () => {
  it('shows all that is known of the connection below the card', async () => {
    server.use(
      http.get(`${backendUrl}/fabrics/analytics-dev`, () =>
        HttpResponse.json(fabric({ connection: connection() })),
      ),
    );
    renderWithBackend(
      <EntityProvider entity={annotated}>
        <EntityFabricContent />
      </EntityProvider>,
    );

    expect(
      await screen.findByText('Connected as Alice Example (alice@example.com)'),
    ).toBeVisible();
    expect(screen.getByText('all-apis, offline_access')).toBeVisible();
    expect(screen.getByText('1 day ago')).toBeVisible();
  });
});
