import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import { useState } from 'react';
import { needsSignIn } from '../fabrics/you';
import { databricksTranslationRef } from '../translation';
import { firstTiles, phoneTiles, Tile } from './tiles';
import { WorkspaceTile } from './WorkspaceTile';
import styles from './Workspaces.module.css';

/** The user's sign-ins: each one once, however many fabrics it serves. */
export function Workspaces(props: {
  tiles: Tile[];
  admins: string[];
  hrefOf(tile: Tile): string;
}) {
  const { tiles, admins, hrefOf } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const [isAll, setAll] = useState(false);
  const needed = tiles.filter(({ you }) => needsSignIn(you)).length;
  const first = firstTiles(tiles);
  const shown = isAll ? tiles : first;
  const onPhone = new Set(isAll ? tiles : phoneTiles(tiles));
  const hiddenOnPhone = tiles.filter(it => !onPhone.has(it)).length;
  return (
    <section aria-labelledby="databricks-workspaces">
      <div className={styles.heading}>
        <h2 id="databricks-workspaces">
          {t('workspaces.title')}
          {needed > 0 && (
            <span className={styles.count}>
              {t('workspaces.needYou', { count: needed })}
            </span>
          )}
        </h2>
        {first.length < tiles.length && (
          <span className={styles.wide}>
            <Button variant="tertiary" onPress={() => setAll(!isAll)}>
              {isAll
                ? t('workspaces.showFewer')
                : t('workspaces.showAll', { n: String(tiles.length) })}
            </Button>
          </span>
        )}
      </div>
      <ul className={styles.tiles}>
        {tiles.map(tile => (
          <li
            key={tile.issuer.id}
            data-wide={shown.includes(tile) || undefined}
            data-phone={onPhone.has(tile) || undefined}
          >
            <WorkspaceTile tile={tile} admins={admins} href={hrefOf(tile)} />
          </li>
        ))}
      </ul>
      {(hiddenOnPhone > 0 || isAll) && (
        <span className={styles.phone}>
          <Button variant="tertiary" onPress={() => setAll(!isAll)}>
            {isAll
              ? t('workspaces.showFewer')
              : t('workspaces.showConnected', { count: hiddenOnPhone })}
          </Button>
        </span>
      )}
    </section>
  );
}
