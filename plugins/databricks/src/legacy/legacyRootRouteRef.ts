import { createRouteRef } from '@backstage/core-plugin-api';

/** The page of fabrics in the legacy frontend system. */
export const legacyRootRouteRef = createRouteRef({ id: 'databricks' });
