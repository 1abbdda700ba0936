import { Sealer, SealedValueError } from '../encryption';
import { tokenPlace } from '../grants';
import { DbGrantRow } from './DatabaseConnectionStore';

/** Why the refresh token of a connection does not open, if so. */
export function whyUnreadable(
  sealer: Sealer,
  row: Pick<DbGrantRow, 'id' | 'owner' | 'status' | 'refresh_token'>,
): 'key_unavailable' | 'unreadable' | undefined {
  if (row.status !== 'connected' || !row.refresh_token) {
    return undefined;
  }
  try {
    sealer.open('tokens', tokenPlace('refresh_token', row), row.refresh_token);
    return undefined;
  } catch (error) {
    return error instanceof SealedValueError ? error.reason : 'unreadable';
  }
}
