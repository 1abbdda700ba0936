import { Card } from '@backstage/ui';
import { ReactNode, useId } from 'react';
import styles from './Surface.module.css';

/** A white surface with a heading. */
export function Surface(props: {
  title: string;
  /** Beside the heading, in grey. */
  aside?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}) {
  const { title, aside, action, children } = props;
  const id = useId();
  return (
    <Card className={styles.surface}>
      <section aria-labelledby={id}>
        <div className={styles.head}>
          <h3 id={id} className={styles.title}>
            {title}
            {aside !== undefined && (
              <span className={styles.aside}>{aside}</span>
            )}
          </h3>
          {action}
        </div>
        {children}
      </section>
    </Card>
  );
}
