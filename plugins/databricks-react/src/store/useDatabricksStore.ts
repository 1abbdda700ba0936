import {
  configApiRef,
  discoveryApiRef,
  identityApiRef,
  useApi,
  useApiHolder,
} from '@backstage/frontend-plugin-api';
import { signalApiRef } from '@backstage/plugin-signals-react';
import type { DatabricksApi } from '@backstage-databricks/plugin-databricks-common';
import { useSyncExternalStore } from 'react';
import { useDatabricksApi } from '../useDatabricksApi';
import { DatabricksStore } from './DatabricksStore';
import { Remote, RemoteValue } from './RemoteValue';

/** One for each client, of which an app has one. */
const stores = new WeakMap<DatabricksApi, DatabricksStore>();

/** The store that all pages, cards and dialogs share. */
export function useDatabricksStore(): DatabricksStore {
  const api = useDatabricksApi();
  const configApi = useApi(configApiRef);
  const discoveryApi = useApi(discoveryApiRef);
  const identityApi = useApi(identityApiRef);
  const signalApi = useApiHolder().get(signalApiRef);
  const known = stores.get(api);
  if (known) {
    return known;
  }
  const store = new DatabricksStore({
    api,
    signalApi,
    userEntityRef: async () =>
      (await identityApi.getBackstageIdentity()).userEntityRef,
    backendUrl: () => discoveryApi.getBaseUrl('databricks'),
    appBaseUrl: configApi.getOptionalString('app.baseUrl'),
    backendBaseUrl: configApi.getOptionalString('backend.baseUrl'),
  });
  stores.set(api, store);
  return store;
}

/** What is known of a value at this moment; asks for it while it is shown. */
export function useRemote<T>(value: RemoteValue<T>): Remote<T> {
  return useSyncExternalStore(value.subscribe, value.getSnapshot);
}
