import styles from './ConsumersSurface.module.css';

/** When a plugin last acted, a line each. */
export function LastUses(props: { lines: string[] }) {
  return (
    <>
      {props.lines.map(line => (
        <span key={line} className={styles.last}>
          {line}
        </span>
      ))}
    </>
  );
}
