import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { VisuallyHidden } from '@backstage/ui';
import { RiLock2Line } from '@remixicon/react';
import { useEffect, useRef } from 'react';
import { databricksTranslationRef } from '../../translation';
import { TypeBadge } from '../../ui/TypeBadge';
import { useIsSaved } from '../SavedContext';
import type { FabricTableRow } from './fabricRows';
import styles from './FabricTable.module.css';

/** A fabric by its title, and on a phone what the other columns say. One looks at it once it was saved. */
export function FabricTitle(props: { row: FabricTableRow }) {
  const { fabric, owner, workspace, compute, users } = props.row;
  const { t } = useTranslationRef(databricksTranslationRef);
  const help = t('fabricTable.appConfigHelp');
  const isSaved = useIsSaved('fabric', fabric.name);
  const ref = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (isSaved) {
      ref.current?.scrollIntoView?.({ block: 'center' });
    }
  }, [isSaved]);
  return (
    <span className={styles.fabric} ref={ref}>
      <span className={styles.name}>
        <strong>{fabric.title}</strong> <TypeBadge type={fabric.type} />{' '}
        {fabric.source === 'config' && (
          <span className={styles.lock} title={help}>
            <RiLock2Line aria-hidden="true" />
            {t('fabricTable.appConfig')}
            <VisuallyHidden>{help}</VisuallyHidden>
          </span>
        )}
      </span>
      <span className={styles.phone}>
        {[
          owner,
          workspace,
          compute,
          users !== undefined && t('fabricTable.users', { count: users }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </span>
  );
}
