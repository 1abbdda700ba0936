import { Fragment, ReactNode } from 'react';
import styles from './Details.module.css';

/** Terms and what they are, beside each other where there is room. Absent values leave no gap. */
export function Details(props: {
  items: { term: string; value: ReactNode }[];
}) {
  return (
    <dl className={styles.details}>
      {props.items
        .filter(({ value }) => value)
        .map(({ term, value }) => (
          <Fragment key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
    </dl>
  );
}
