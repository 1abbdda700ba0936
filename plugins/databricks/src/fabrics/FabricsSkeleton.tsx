import { Skeleton } from '@backstage/ui';
import styles from './FabricsPage.module.css';

/** Three tiles and six rows. */
export function FabricsSkeleton() {
  return (
    <>
      <div className={styles.tiles}>
        {[1, 2, 3].map(key => (
          <Skeleton key={key} width="100%" height={104} />
        ))}
      </div>
      <div className={styles.rows}>
        {[1, 2, 3, 4, 5, 6].map(key => (
          <Skeleton key={key} width="100%" height={56} />
        ))}
      </div>
    </>
  );
}
