import { Card, Text } from '@backstage/ui';
import type { ReactElement, ReactNode } from 'react';
import styles from './EmptyCard.module.css';

/** Says why there is nothing, and what to do about it. */
export function EmptyCard(props: {
  icon?: ReactElement;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}) {
  const { icon, title, children, action } = props;
  return (
    <Card className={styles.card}>
      {icon && (
        <span className={styles.icon} aria-hidden="true">
          {icon}
        </span>
      )}
      <Text as="h3" variant="body-medium" weight="bold">
        {title}
      </Text>
      {children && <div className={styles.text}>{children}</div>}
      {action}
    </Card>
  );
}
