import { Problem } from '@backstage-databricks/plugin-databricks-common';
import { toEpochMs } from '../database';
import {
  DbGrantRow,
  Grant,
  grantOf,
  isUnreachable,
  refusalOfGrant,
} from '../grants';

/** What a user holds after a sign-in, without its tokens. Instants are epoch milliseconds of the database. */
export type UserConnection = Omit<Grant, 'accessToken' | 'refreshToken'> & {
  appConnection: string;
  databricksUser: { id: string; userName: string; displayName?: string };
  previousUserName?: string;
  /** Databricks knows the user by another name than the portal did at the sign-in. Absent where that was not known. */
  otherPerson?: boolean;
  refreshTokenReceivedAtMs?: number;
  connectedAtMs: number;
  refreshedAtMs?: number;
  /** To half a day. */
  usedAtMs?: number;
  /** When its user had to reconnect. */
  endedAtMs?: number;
  /** Why its tokens cannot be opened: their key is not configured, or opening them has failed. */
  unreadable?: 'key_unavailable' | 'unreadable';
  /** Databricks did not answer when it was last renewed. */
  unreachable: boolean;
  /** Why Databricks refuses it for good, as its last renewal found. Signing in again would not help. */
  refusal?: string;
  /** Why its app connection can renew nothing. Absent where that is not asked. */
  clientProblem?: Problem;
};

/** @param keyIds - of the encryption keys that are configured */
export function connectionOf(
  row: DbGrantRow,
  keyIds: string[],
): UserConnection {
  const { accessToken, refreshToken, ...grant } = grantOf(row);
  return {
    ...grant,
    appConnection: row.app_connection ?? '',
    databricksUser: {
      id: row.databricks_user_id ?? '',
      userName: row.databricks_user_name ?? '',
      displayName: row.databricks_display_name ?? undefined,
    },
    previousUserName: row.previous_user_name ?? undefined,
    otherPerson:
      row.other_person === null ? undefined : Boolean(row.other_person),
    refreshTokenReceivedAtMs: toEpochMs(row.refresh_token_received_at),
    connectedAtMs: toEpochMs(row.connected_at),
    refreshedAtMs: toEpochMs(row.refreshed_at),
    usedAtMs: toEpochMs(row.used_at),
    endedAtMs: toEpochMs(row.ended_at),
    unreadable: whyUnreadable(grant, keyIds),
    unreachable: isUnreachable(grant),
    refusal: refusalOfGrant(grant),
  };
}

function whyUnreadable(
  { keyId, unreadableAtMs }: Pick<Grant, 'keyId' | 'unreadableAtMs'>,
  keyIds: string[],
): UserConnection['unreadable'] {
  if (keyId !== undefined && !keyIds.includes(keyId)) {
    return 'key_unavailable';
  }
  return unreadableAtMs === undefined ? undefined : 'unreadable';
}
