import type { Issuer } from '@backstage-databricks/plugin-databricks-common';
import { needsSignIn, You, YOU_STATES, youAt } from '../fabrics/you';

/** One place where the user signs in. */
export type Tile = { issuer: Issuer; you: You };

/** Two rows of three. */
const MAX_TILES = 6;

/** The places where the user signs in: what needs somebody first, then by title. */
export function tilesOf(
  issuers: Issuer[],
  waiting: ReadonlySet<string>,
): Tile[] {
  return issuers
    .map(issuer => ({ issuer, you: youAt(issuer, waiting.has(issuer.id)) }))
    .sort(
      (a, b) =>
        YOU_STATES.indexOf(a.you.state) - YOU_STATES.indexOf(b.you.state) ||
        a.issuer.title.localeCompare(b.issuer.title),
    );
}

/**
 * Those that are shown at first: every sign-in that is to be renewed, and as many others as there is room for. Who has
 * never been in most of many workspaces looks for a fabric, not for all of these.
 */
export function firstTiles(tiles: Tile[]): Tile[] {
  const last = tiles.findLastIndex(
    ({ you }) => needsSignIn(you) && you.state !== 'notConnected',
  );
  return tiles.slice(0, Math.max(MAX_TILES, last + 1));
}

/** On a phone: all but the connected. */
export function phoneTiles(tiles: Tile[]): Tile[] {
  return tiles.filter(({ you }) => you.state !== 'connected');
}
