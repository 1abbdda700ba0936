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
  | 'cluster'
  | 'jobs';

/** The endpoint that a path belongs to. */
export function endpointOf(pathname: string): Endpoint | undefined {
  switch (pathname) {
    case '/oidc/v1/authorize':
      return 'authorize';
    case '/oidc/v1/token':
      return 'token';
    case '/api/2.0/preview/scim/v2/Me':
      return 'me';
    case '/api/2.1/clusters/get':
    case '/api/2.1/clusters/list':
      return 'cluster';
    case '/api/2.2/jobs/list':
      return 'jobs';
    default:
      return /^\/api\/2\.0\/sql\/warehouses\/[^/]+$/.test(pathname)
        ? 'warehouse'
        : undefined;
  }
}
