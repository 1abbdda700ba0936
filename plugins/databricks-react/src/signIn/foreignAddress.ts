import type { Problem } from '@backstage-databricks/plugin-databricks-common';

/**
 * What is wrong where the portal was opened at an address that has nothing to do with its backend's, such as `127.0.0.1` for
 * `localhost`: the browser then keeps the cookie of a sign-in from the backend. `app.baseUrl` does not tell, since
 * Backstage replaces its origin by that of the page.
 *
 * Without a list of public suffixes two names count as strangers only if their last two labels differ. Whatever is
 * finer, the backend says of the configured addresses.
 */
export function foreignAddress(
  location: { origin: string },
  backendBaseUrl: string | undefined,
): Problem | undefined {
  const here = new URL(location.origin);
  const backend = new URL(backendBaseUrl ?? location.origin, location.origin);
  return relationOf(here) === relationOf(backend)
    ? undefined
    : {
        code: 'foreign_address',
        message: `The portal was opened at ${here.origin}, and its backend is at ${backend.origin}.`,
        values: { here: here.origin, backend: backend.origin },
      };
}

/** Ports make no difference to a cookie, and the scheme does. */
function relationOf({ protocol, hostname }: URL): string {
  const labels = hostname.split('.');
  const isAddress = hostname.startsWith('[') || /^[\d.]+$/.test(hostname);
  const shared = isAddress ? hostname : labels.slice(-2).join('.');
  return `${protocol}//${shared}`;
}
