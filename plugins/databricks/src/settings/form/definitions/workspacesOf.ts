import { hostOf } from '@backstage-databricks/plugin-databricks-react';

/** Each workspace once, by its title where it has one. */
export function workspacesOf(
  all: { url: string; title?: string }[],
): { url: string; title: string }[] {
  return [
    ...new Map(
      all.map(({ url, title = hostOf(url) }) => [url, { url, title }]),
    ).values(),
  ].sort((a, b) => a.title.localeCompare(b.title));
}
