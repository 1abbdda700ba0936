import { StatusDot, Tone } from '@backstage-databricks/plugin-databricks-react';
import { VisuallyHidden } from '@backstage/ui';
import type { ReactNode } from 'react';
import styles from './DotLine.module.css';

/** A dot and a few words, with a second line where there is more to say. */
export function DotLine(props: {
  tone: Tone;
  text: ReactNode;
  detail?: ReactNode;
  /** The rest of it, on hover and for screen readers. */
  help?: string;
}) {
  const { tone, text, detail, help } = props;
  return (
    <span className={styles.line} data-tone={tone} title={help}>
      <StatusDot tone={tone} />
      <span className={styles.words}>
        <span className={styles.text}>{text}</span>
        {detail && <span className={styles.detail}>{detail}</span>}
        {help && <VisuallyHidden>{help}</VisuallyHidden>}
      </span>
    </span>
  );
}
