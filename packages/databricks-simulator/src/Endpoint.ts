/**
 * What is counted, and what faults are given to.
 *
 * @public
 */
export type Endpoint =
  | 'authorize'
  | 'token'
  | 'me'
  | 'warehouse'
  | 'warehouses'
  | 'cluster'
  | 'clusters'
  | 'catalog'
  | 'schema'
  | 'jobs';

/** What ends in an ID or a name. */
const BY_NAME = [
  ['warehouse', /^\/api\/2\.0\/sql\/warehouses\/[^/]+$/],
  ['catalog', /^\/api\/2\.1\/unity-catalog\/catalogs\/[^/]+$/],
  ['schema', /^\/api\/2\.1\/unity-catalog\/schemas\/[^/]+$/],
] as const;

/** The endpoint that a path belongs to. */
export function endpointOf(pathname: string): Endpoint | undefined {
  switch (pathname) {
    case '/oidc/v1/authorize':
      return 'authorize';
    case '/oidc/v1/token':
      return 'token';
    case '/api/2.0/preview/scim/v2/Me':
      return 'me';
    case '/api/2.0/sql/warehouses':
      return 'warehouses';
    case '/api/2.1/clusters/get':
      return 'cluster';
    case '/api/2.1/clusters/list':
      return 'clusters';
    case '/api/2.2/jobs/list':
      return 'jobs';
    default:
      return BY_NAME.find(([, path]) => path.test(pathname))?.[0];
  }
}
