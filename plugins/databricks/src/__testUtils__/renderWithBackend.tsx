import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { DatabricksClient } from '@backstage-databricks/plugin-databricks-common';
import type { JSX } from 'react';
import { databricksApiRef } from '@backstage-databricks/plugin-databricks-react';

/** Where the backend plugin answers in tests. */
export const backendUrl = 'http://backend.test/api/databricks';

/** The origin from which the callback page speaks in tests. */
export const backendOrigin = 'http://backend.test';

type AppConfig = NonNullable<Parameters<typeof renderInTestApp>[1]>['config'];

/** Renders an element in an app whose Databricks client talks HTTP to `backendUrl`. */
export function renderWithBackend(
  element: JSX.Element,
  options: { userEntityRef?: string; config?: AppConfig } = {},
) {
  const { userEntityRef = 'user:default/alice', config } = options;
  const discoveryApi = { getBaseUrl: async () => backendUrl };
  return renderInTestApp(element, {
    config,
    apis: [
      [
        databricksApiRef,
        new DatabricksClient({
          discoveryApi,
          fetchApi: { fetch: (...args) => fetch(...args) },
        }),
      ],
      mockApis.discovery({ baseUrl: backendOrigin }),
      mockApis.identity({
        userEntityRef,
        ownershipEntityRefs: [userEntityRef, 'group:default/analytics'],
      }),
    ],
  });
}
