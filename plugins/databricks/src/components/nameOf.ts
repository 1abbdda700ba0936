import type { Connection } from '@backstage-databricks/plugin-databricks-common';

/** "Alice Example (alice\@example.com)", or the user name alone. */
export function nameOf(user: Connection['databricksUser']): string {
  return user.displayName && user.displayName !== user.userName
    ? `${user.displayName} (${user.userName})`
    : user.userName;
}
