import { createRouteRef, createSubRouteRef } from '@backstage/core-plugin-api';

/** The page of fabrics in the legacy frontend system. */
export const legacyRootRouteRef = createRouteRef({ id: 'databricks' });

/** The page of one fabric, by its name. */
export const legacyFabricRouteRef = createSubRouteRef({
  id: 'databricks.fabric',
  parent: legacyRootRouteRef,
  path: '/fabrics/:name',
});
