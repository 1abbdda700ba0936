import styles from './StatusDot.module.css';

/**
 * How something stands, at a glance. `none` keeps the place.
 *
 * @public
 */
export type Tone =
  | 'positive'
  | 'warning'
  | 'negative'
  | 'neutral'
  | 'hollow'
  | 'turning'
  | 'none';

/**
 * Repeats in colour what the words beside it say.
 *
 * @public
 */
export function StatusDot(props: { tone: Tone }) {
  return props.tone === 'none' ? null : (
    <span className={styles.dot} data-tone={props.tone} aria-hidden="true" />
  );
}
