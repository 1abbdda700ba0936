import {
  entityRouteParams,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import {
  RouteRef,
  routeResolutionApiRef,
  useApi,
} from '@backstage/frontend-plugin-api';

/** Where the portal shows an entity, by its ref; undefined where it shows none. */
export function useEntityHref(): (entityRef: string) => string | undefined {
  const routes = useApi(routeResolutionApiRef);
  return entityRef => {
    try {
      // The catalog's own ref has the type of the legacy system, and works in both
      const ref = entityRouteRef as unknown as RouteRef<
        ReturnType<typeof entityRouteParams>
      >;
      return routes.resolve(ref)?.(
        entityRouteParams(entityRef, { encodeParams: true }),
      );
    } catch {
      return undefined;
    }
  };
}
