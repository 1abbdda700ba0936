import { Card } from '@backstage/ui';
import { ReactNode, useId } from 'react';
import styles from './Surface.module.css';

/** A white surface with a heading. */
export function Surface(props: {
  title: string;
  /** Beside the heading, and no part of it. */
  badge?: ReactNode;
  /** Beside the heading, in grey. */
  aside?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}) {
  const { title, badge, aside, action, children } = props;
  const id = useId();
  return (
    <Card className={styles.surface}>
      <section aria-labelledby={id}>
        <div className={styles.head}>
          <div className={styles.heading}>
            <h3 id={id} className={styles.title}>
              {title}
              {aside !== undefined && (
                <span className={styles.aside}>{aside}</span>
              )}
            </h3>
            {badge}
          </div>
          {action}
        </div>
        {children}
      </section>
    </Card>
  );
}
