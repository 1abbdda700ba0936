import type { Issuer } from '@backstage-databricks/plugin-databricks-common';

/** Names the app connection too, where a workspace has several: wherever one signs in, it is clear with which. */
export function distinctTitles(issuers: Issuer[]): Issuer[] {
  const times = new Map<string, number>();
  for (const { title } of issuers) {
    times.set(title, (times.get(title) ?? 0) + 1);
  }
  return issuers.map(issuer => {
    const { title, appConnection } = issuer;
    return times.get(title) !== 1 && appConnection
      ? { ...issuer, title: `${title} (${appConnection.title})` }
      : issuer;
  });
}
