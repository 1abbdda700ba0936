import { CopyButton } from '@backstage-databricks/plugin-databricks-react';
import type { ReactNode } from 'react';
import styles from './DescriptionList.module.css';

/** Terms and what they are, each with what one can do with it. Absent values leave no gap. */
export function DescriptionList(props: {
  items: {
    term: string;
    value: ReactNode;
    /** What a button copies. */
    copy?: string;
    action?: ReactNode;
  }[];
  /** With a line between two items. */
  isLined?: boolean;
}) {
  const { items, isLined } = props;
  return (
    <dl className={styles.list} data-lined={isLined || undefined}>
      {items
        .filter(({ value }) => value)
        .map(({ term, value, copy, action }) => (
          <div key={term} className={styles.item}>
            <dt>{term}</dt>
            <dd>
              <span className={styles.value}>{value}</span>
              {copy !== undefined && <CopyButton text={copy} name={term} />}
              {action}
            </dd>
          </div>
        ))}
    </dl>
  );
}
