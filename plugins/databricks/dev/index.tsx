import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import userSettingsPlugin from '@backstage/plugin-user-settings/alpha';
import databricksPlugin from '../src';
import databricksUserSettingsModule from '../src/alpha';
import { stubBackend } from './stubBackend';

const prefix = '/api/databricks';
const realFetch = window.fetch;

window.fetch = async (input, init) => {
  const request = new Request(input, init);
  const { pathname } = new URL(request.url);
  if (!pathname.startsWith(prefix)) {
    return realFetch(input, init);
  }
  const body = request.method === 'POST' ? await request.json() : {};
  const answer = stubBackend(
    request.method,
    pathname.slice(prefix.length),
    body,
  );
  return answer === undefined
    ? new Response('{}', { status: 404 })
    : Response.json(answer);
};

const entity = (name: string, fabric: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name,
    namespace: 'default',
    annotations: { 'databricks.com/fabric': fabric },
  },
  spec: { type: 'service', lifecycle: 'production', owner: 'analytics' },
});

const catalogStub = createFrontendModule({
  pluginId: 'catalog',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: catalogApiRef,
          deps: {},
          factory: () =>
            catalogApiMock({
              entities: [
                entity('reports', 'connected, test-failed'),
                entity('books', 'reconnect-required'),
                entity('lost', 'no-such-fabric'),
              ],
            }),
        }),
    }),
  ],
});

createDevApp({
  features: [
    userSettingsPlugin,
    databricksUserSettingsModule,
    catalogPlugin,
    catalogStub,
    databricksPlugin,
  ],
});
