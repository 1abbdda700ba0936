import { ResolvedAppConnection } from '../../settings/SettingsSnapshot';

export const CLIENT_ID = '11111111-2222-3333-4444-555555555555';

export function appConnectionOf(
  changes?: Partial<ResolvedAppConnection>,
): ResolvedAppConnection {
  return {
    name: 'default',
    title: 'Databricks',
    clientId: CLIENT_ID,
    clientSecret: 'app-secret',
    scopes: ['all-apis', 'offline_access'],
    refreshTokenLifetimeDays: 7,
    default: true,
    source: 'config',
    etag: 'x',
    hasClientSecret: true,
    ...changes,
  };
}
