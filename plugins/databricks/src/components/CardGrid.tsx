import type { ReactNode } from 'react';
import styles from './CardGrid.module.css';

/** Cards beside each other, as many as fit. */
export function CardGrid(props: {
  label: string;
  items: { key: string; card: ReactNode }[];
}) {
  return (
    <ul className={styles.grid} aria-label={props.label}>
      {props.items.map(({ key, card }) => (
        <li key={key}>{card}</li>
      ))}
    </ul>
  );
}
