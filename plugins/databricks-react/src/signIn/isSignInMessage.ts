import type { SignInMessage } from '@backstage-databricks/plugin-databricks-common';

/**
 * Whether a message comes from the callback page of this sign-in: from the backend's origin, from the window that we
 * opened, about this id. Whatever it says, it is only a hint to ask the backend now.
 */
export function isSignInMessage(
  event: { origin: string; source: unknown; data: unknown },
  expected: { origin: string; source: unknown; id: string },
): boolean {
  const data = event.data as Partial<SignInMessage> | null | undefined;
  return (
    event.origin === expected.origin &&
    event.source === expected.source &&
    typeof data === 'object' &&
    data?.type === 'databricks-sign-in' &&
    data.id === expected.id
  );
}
