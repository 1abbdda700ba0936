import { RiErrorWarningLine } from '@remixicon/react';
import styles from './Fields.module.css';

/** Said beside a field, and read out; it does not hinder. */
export function FieldWarning(props: { id?: string; text?: string }) {
  const { id, text } = props;
  return (
    <div role="status" id={id}>
      {text && (
        <p className={styles.warning}>
          <RiErrorWarningLine aria-hidden="true" />
          <span>{text}</span>
        </p>
      )}
    </div>
  );
}
