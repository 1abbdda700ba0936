import { CountedConnections } from '../connections';
import { SettingsSnapshot } from '../settings';
import { SignInEnds } from '../signIn';

/**
 * When Databricks last accepted app connections as they are, in epoch milliseconds: at sign-ins and renewals of whoever has
 * a connection, also one that has ended since, and at sign-ins of the last day. A test is none of these: it cannot tell.
 */
export function acceptedAppConnections(
  counted: readonly CountedConnections[],
  ends: readonly SignInEnds[],
  { appConnections }: Pick<SettingsSnapshot, 'appConnections'>,
): ReadonlyMap<string, number> {
  const accepted = new Map<string, number>();
  for (const { appConnection, clientId, atMs } of [
    ...counted.map(it => ({ ...it, atMs: it.acceptedAtMs })),
    ...ends.filter(it => !it.error).map(it => ({ ...it, atMs: it.endedAtMs })),
  ]) {
    if (appConnections.get(appConnection)?.clientId === clientId) {
      accepted.set(
        appConnection,
        Math.max(atMs, accepted.get(appConnection) ?? 0),
      );
    }
  }
  return accepted;
}
