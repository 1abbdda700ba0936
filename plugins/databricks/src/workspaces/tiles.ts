import type { Issuer } from '@backstage-databricks/plugin-databricks-common';
import { needsSignIn, You, YOU_STATES, youAt } from '../fabrics/you';

/** One place where the user signs in. */
export type Tile = {
  issuer: Issuer;
  you: You;
  /** That of the app connection too, where a workspace has several. */
  title: string;
};

/** Two rows of three. */
const MAX_TILES = 6;

/** The places where the user signs in: what needs somebody first, then by title. */
export function tilesOf(
  issuers: Issuer[],
  waiting: ReadonlySet<string>,
): Tile[] {
  const timesShown = new Map<string, number>();
  for (const { title } of issuers) {
    timesShown.set(title, (timesShown.get(title) ?? 0) + 1);
  }
  return issuers
    .map(issuer => ({
      issuer,
      you: youAt(issuer, waiting.has(issuer.id)),
      title:
        (timesShown.get(issuer.title) ?? 0) > 1 && issuer.appConnection
          ? `${issuer.title} (${issuer.appConnection.title})`
          : issuer.title,
    }))
    .sort(
      (a, b) =>
        YOU_STATES.indexOf(a.you.state) - YOU_STATES.indexOf(b.you.state) ||
        a.title.localeCompare(b.title),
    );
}

/** Those that are shown at first: all that need the user, and as many others as there is room for. */
export function firstTiles(tiles: Tile[]): Tile[] {
  const last = tiles.findLastIndex(({ you }) => needsSignIn(you));
  return tiles.slice(0, Math.max(MAX_TILES, last + 1));
}

/** On a phone: all but the connected. */
export function phoneTiles(tiles: Tile[]): Tile[] {
  return tiles.filter(({ you }) => you.state !== 'connected');
}
