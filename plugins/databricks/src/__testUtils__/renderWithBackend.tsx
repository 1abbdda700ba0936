import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { DatabricksClient } from '@backstage-databricks/plugin-databricks-common';
import type { JSX } from 'react';
import { databricksApiRef } from '../databricksApiRef';

/** Where the backend plugin answers in tests. */
export const backendUrl = 'http://backend.test/api/databricks';

/** The origin from which the callback page speaks in tests. */
export const backendOrigin = 'http://backend.test';

/** Renders an element in an app whose Databricks client talks HTTP to `backendUrl`. */
export function renderWithBackend(
  element: JSX.Element,
  options: { userEntityRef?: string } = {},
) {
  const { userEntityRef = 'user:default/alice' } = options;
  const discoveryApi = { getBaseUrl: async () => backendUrl };
  return renderInTestApp(element, {
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
