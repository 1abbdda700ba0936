import { SealedPlace } from '../encryption';

/** Where a token of a grant stands, for its encryption. */
export function tokenPlace(
  column: 'access_token' | 'refresh_token',
  grant: { id: string; owner: string },
): SealedPlace {
  return { table: 'grants', column, rowId: grant.id, owner: grant.owner };
}
