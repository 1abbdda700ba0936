import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Card, Link, List } from '@backstage/ui';
import type { RefObject } from 'react';
import { databricksTranslationRef } from '../translation';
import { useEntityHref } from '../ui/useEntityHref';
import { FabricRowView } from './FabricRowView';
import { EVERYBODY, FabricsPageOf } from './groupFabrics';
import styles from './FabricRows.module.css';

/** One page of fabrics, by owner. */
export function FabricGroups(props: {
  page: FabricsPageOf;
  titles: Record<string, string>;
  admins: string[];
  /** Where the focus goes when the page is turned. */
  headingRef: RefObject<HTMLHeadingElement>;
}) {
  const { page, titles, admins, headingRef } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const hrefOf = useEntityHref();
  return (
    <>
      {page.groups.map(({ owner, items, total }, index) => {
        const title =
          owner === EVERYBODY ? t('who.everybody') : titles[owner] ?? owner;
        const href = owner === EVERYBODY ? undefined : hrefOf(owner);
        return (
          <div key={owner} className={styles.group}>
            <div className={styles.head}>
              <h3 ref={index === 0 ? headingRef : undefined} tabIndex={-1}>
                {href ? (
                  <Link href={href} color="primary" weight="bold" standalone>
                    {title}
                  </Link>
                ) : (
                  title
                )}
                <span className={styles.count}>{total}</span>
              </h3>
              {index === 0 && (
                <>
                  <span>{t('fabrics.column.workspace')}</span>
                  <span>{t('fabrics.column.you')}</span>
                  <span>{t('fabrics.column.automation')}</span>
                </>
              )}
            </div>
            <Card className={styles.surface}>
              <List aria-label={title} className={styles.list}>
                {items.map(item => (
                  <FabricRowView
                    key={item.row.name}
                    item={item}
                    admins={admins}
                  />
                ))}
              </List>
            </Card>
          </div>
        );
      })}
    </>
  );
}
