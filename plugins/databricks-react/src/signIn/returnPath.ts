import { signInRequestSchema } from '@backstage-databricks/plugin-databricks-common';

/**
 * Where the developer is now, as the path below `app.baseUrl` that a full-page sign-in comes back to. `undefined`
 * when the backend would refuse it.
 */
export function returnPath(
  location: { pathname: string; search: string },
  appBaseUrl: string | undefined,
): string | undefined {
  const base = appBaseUrl
    ? new URL(appBaseUrl).pathname.replace(/\/$/, '')
    : '';
  const below =
    base && location.pathname.startsWith(`${base}/`)
      ? location.pathname.slice(base.length)
      : location.pathname;
  const { returnTo } = signInRequestSchema.shape;
  return [below + location.search, below].find(
    path => returnTo.safeParse(path).success,
  );
}
