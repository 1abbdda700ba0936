import { TestApiProvider } from '@backstage/frontend-test-utils';
import { DatabricksClient } from '@backstage-databricks/plugin-databricks-common';
import { renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { databricksApiRef } from './databricksApiRef';
import { useDatabricksApi } from './useDatabricksApi';

describe('useDatabricksApi', () => {
  it('is the client that the app has', () => {
    const client = new DatabricksClient({
      discoveryApi: { getBaseUrl: async () => 'http://backend.test' },
      fetchApi: { fetch },
    });
    const { result } = renderHook(useDatabricksApi, {
      wrapper: ({ children }: { children: ReactNode }) => (
        <TestApiProvider apis={[[databricksApiRef, client]]}>
          {children}
        </TestApiProvider>
      ),
    });
    expect(result.current).toBe(client);
  });
});
