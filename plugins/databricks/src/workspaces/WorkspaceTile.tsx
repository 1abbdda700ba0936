import { useEntityTitles } from '@backstage-databricks/plugin-databricks-react';
import { Card, Link } from '@backstage/ui';
import { useYouText } from '../fabrics/useYouText';
import { YouAction } from '../fabrics/YouAction';
import { ConnectionMenu } from './ConnectionMenu';
import type { Tile } from './tiles';
import { YouLine } from './YouLine';
import styles from './WorkspaceTile.module.css';

/** A sign-in: its state in two lines, and what to do about it. */
export function WorkspaceTile(props: {
  tile: Tile;
  admins: string[];
  /** The list below, filtered to it. */
  href: string;
}) {
  const { tile, admins, href } = props;
  const { issuer, you } = tile;
  const { title } = issuer;
  const { onTile } = useYouText();
  const names = Object.values(useEntityTitles(admins)).join(', ');
  return (
    <Card className={styles.tile}>
      <div className={styles.head}>
        <h3 className={styles.title}>
          <Link
            href={href}
            color="primary"
            weight="bold"
            standalone
            data-databricks-focus={issuer.id}
          >
            {title}
          </Link>
        </h3>
        <ConnectionMenu issuer={issuer} you={you} />
      </div>
      <div className={styles.state}>
        <YouLine you={you} issuer={issuer} words={onTile(you, issuer, names)} />
        <YouAction
          you={you}
          issuer={issuer}
          admins={admins}
          emphasis="filled"
        />
      </div>
    </Card>
  );
}
