import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  useConnect,
  useEntityTitles,
} from '@backstage-databricks/plugin-databricks-react';
import { Card, Link } from '@backstage/ui';
import { useYouText } from '../fabrics/useYouText';
import { YouAction } from '../fabrics/YouAction';
import { databricksTranslationRef } from '../translation';
import { DotLine } from '../ui/DotLine';
import { ConnectionMenu } from './ConnectionMenu';
import type { Tile } from './tiles';
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
  const { t } = useTranslationRef(databricksTranslationRef);
  const { onTile } = useYouText();
  const { show } = useConnect();
  const names = Object.values(useEntityTitles(admins)).join(', ');
  const { tone, text, detail } = onTile(you, issuer, names);
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
        <DotLine
          tone={tone}
          text={
            you.state === 'waiting' ? (
              <button
                type="button"
                className={styles.words}
                aria-label={t('action.showDialog', { words: text, title })}
                onClick={() => show(issuer)}
              >
                {text}
              </button>
            ) : (
              text
            )
          }
          detail={detail}
        />
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
