import { Text } from '@backstage/ui';
import { useId } from 'react';
import styles from './CopyableText.module.css';
import { CopyButton } from './CopyButton';

/** A text to be taken exactly as it stands. */
export function CopyableText(props: { label: string; text: string }) {
  const { label, text } = props;
  const labelId = useId();
  return (
    <div className={styles.block} role="group" aria-labelledby={labelId}>
      <div className={styles.header}>
        <Text as="h4" variant="body-medium" weight="bold" id={labelId}>
          {label}
        </Text>
        <CopyButton text={text} describedBy={labelId} />
      </div>
      <pre className={styles.text}>
        <code>{text}</code>
      </pre>
    </div>
  );
}
