/** The addresses between which no sign-in can work, as the developer sees them. */
export type ForeignAddress = { here: string; portal: string; backend: string };

/**
 * Whether the portal was opened at another address than its configuration says, such as `127.0.0.1` for `localhost`:
 * the browser then keeps the cookie of a sign-in from the backend, which is of another site. Whether the configured
 * addresses go together, the backend says.
 */
export function foreignAddress(
  location: { origin: string },
  config: { appBaseUrl?: string; backendBaseUrl?: string },
): ForeignAddress | undefined {
  const { appBaseUrl, backendBaseUrl } = config;
  if (!appBaseUrl || !backendBaseUrl) {
    return undefined;
  }
  const here = new URL(location.origin);
  const portal = new URL(appBaseUrl);
  const backend = new URL(backendBaseUrl);
  if (here.origin === portal.origin || hostOf(here) === hostOf(backend)) {
    return undefined;
  }
  return {
    here: here.origin,
    portal: portal.origin,
    backend: backend.origin,
  };
}

/** Ports make no difference to a cookie, and the scheme does. */
function hostOf({ protocol, hostname }: URL): string {
  return `${protocol}//${hostname}`;
}
