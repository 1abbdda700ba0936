import type { Issuer } from '@backstage-databricks/plugin-databricks-common';
import { connection } from '../__testUtils__/answers';
import { firstTiles, phoneTiles, Tile, tilesOf } from './tiles';

function issuer(title: string, changes: Partial<Issuer> = {}): Issuer {
  return {
    id: title,
    kind: 'workspace',
    url: `https://${title}.test`,
    title,
    appConnection: { name: 'default', title: 'Databricks', ready: true },
    connection: connection(),
    fabrics: 1,
    ...changes,
  };
}
const unset = { name: '', title: '', ready: false };
const not = { status: 'not_connected' } as const;
const titles = (tiles: Tile[]) => tiles.map(({ issuer: it }) => it.title);

describe('tiles', () => {
  it('stand in the order of what needs the user, then by title', () => {
    const tiles = tilesOf(
      [
        issuer('Zebra'),
        issuer('Ant'),
        issuer('Unset', { appConnection: unset, connection: not }),
        issuer('New', { connection: not }),
        issuer('Waiting', { connection: not }),
        issuer('Soon', { connection: connection({ status: 'expires_soon' }) }),
        issuer('Refused', {
          connection: connection({
            lastTest: { at: '2026-01-01T00:00:00Z', ok: false },
          }),
        }),
        issuer('Lost', { connection: connection({ status: 'unreadable' }) }),
        issuer('Ended', {
          connection: connection({ status: 'reconnect_required' }),
        }),
      ],
      new Set(['Waiting']),
    );
    expect(titles(tiles)).toEqual([
      'Ended',
      'Lost',
      'Refused',
      'Soon',
      'Waiting',
      'New',
      'Unset',
      'Ant',
      'Zebra',
    ]);
    expect(titles(phoneTiles(tiles))).toEqual(titles(tiles).slice(0, 7));
  });

  it('are six at first, and more where more are to be renewed', () => {
    const many = (count: number, name: string, at: Issuer['connection']) =>
      Array.from({ length: count }, (_, index) =>
        issuer(`${name}${index}`, { connection: at }),
      );
    const ended = connection({ status: 'reconnect_required' });
    const first = (toRenew: number, fresh: number, connected: number) =>
      firstTiles(
        tilesOf(
          [
            ...many(connected, 'connected', connection()),
            ...many(fresh, 'fresh', not),
            ...many(toRenew, 'ended', ended),
          ],
          new Set(),
        ),
      ).length;
    expect(first(0, 0, 3)).toBe(3);
    expect(first(2, 0, 23)).toBe(6);
    expect(first(8, 0, 15)).toBe(8);
    expect(first(1, 11, 0)).toBe(6);
    expect(first(7, 5, 0)).toBe(7);
  });
});
