import { createRouteRef } from '@backstage/frontend-plugin-api';

/** The page of fabrics. */
export const rootRouteRef = createRouteRef();
