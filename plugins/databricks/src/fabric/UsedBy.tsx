import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import { databricksTranslationRef } from '../translation';
import { Surface } from '../ui/Surface';
import { useEntityHref } from '../ui/useEntityHref';
import { useUsingEntities } from './useUsingEntities';
import styles from './UsedBy.module.css';

/** How many are named. */
const NAMED = 5;

/** The entities that name the fabric. Absent where there is none. */
export function UsedBy(props: { name: string }) {
  const { entities, isCut } = useUsingEntities(props.name);
  const { t } = useTranslationRef(databricksTranslationRef);
  const hrefOf = useEntityHref();
  if (entities.length === 0) {
    return null;
  }
  const others = entities.length - NAMED;
  return (
    <Surface
      title={t('fabric.usedBy.title')}
      aside={
        isCut
          ? t('fabric.usedBy.atLeast', { n: String(entities.length) })
          : entities.length
      }
    >
      <ul className={styles.entities}>
        {entities.slice(0, NAMED).map(({ ref, title, kind }) => {
          const href = hrefOf(ref);
          return (
            <li key={ref}>
              {href ? <Link href={href}>{title}</Link> : title}{' '}
              <span className={styles.kind}>{kind}</span>
            </li>
          );
        })}
        {others > 0 && (
          <li className={styles.kind}>
            {isCut
              ? t('fabric.usedBy.others')
              : t('fabric.usedBy.more', { n: String(others) })}
          </li>
        )}
      </ul>
    </Surface>
  );
}
