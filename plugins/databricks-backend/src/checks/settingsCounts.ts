import { SettingsCounts } from '@backstage-databricks/plugin-databricks-common';
import { CountedConnections } from '../connections';
import { ServicePrincipalState } from '../grants';
import { identityFor, isWorkspaceOf, SettingsSnapshot } from '../settings';

/**
 * Counts what admins look after. Users of a fabric are those who need not sign in again to use it, also where their
 * tokens cannot be read.
 */
export function settingsCounts(
  { fabrics }: Pick<SettingsSnapshot, 'fabrics'>,
  counted: readonly CountedConnections[],
  servicePrincipals: ReadonlyMap<string, ServicePrincipalState>,
): SettingsCounts {
  const all = [...fabrics.values()];
  const sum = (those: readonly CountedConnections[]) =>
    those.reduce((total, { connections }) => total + connections, 0);
  const placeOf = (issuer: string, appConnection: string) =>
    `${appConnection} ${issuer}`;
  const usersAt = new Map<string, number>();
  for (const { issuer, appConnection, connections } of counted.filter(
    it => it.status !== 'reconnect_required',
  )) {
    const place = placeOf(issuer, appConnection);
    usersAt.set(place, connections + (usersAt.get(place) ?? 0));
  }
  const users = all.flatMap(fabric => {
    const { workspaceUrl: issuer, appConnection = '', name } = fabric;
    const count = isWorkspaceOf(fabric, { issuer, appConnection })
      ? usersAt.get(placeOf(issuer, appConnection))
      : undefined;
    return count ? [[name, count] as const] : [];
  });
  const withServicePrincipal = all.filter(
    it =>
      it.servicePrincipal ||
      identityFor(it, 'automation', 'plugin') === 'servicePrincipal',
  );
  return {
    workspaces: new Set(all.map(it => it.workspaceUrl)).size,
    connections: sum(counted),
    connectionsToRenew: sum(counted.filter(it => it.status !== 'connected')),
    servicePrincipals: withServicePrincipal.length,
    servicePrincipalsWorking: withServicePrincipal.filter(({ name }) => {
      const { status, refusal } = servicePrincipals.get(name) ?? {};
      return status === 'ready' && refusal === undefined;
    }).length,
    users: Object.fromEntries(users),
  };
}
