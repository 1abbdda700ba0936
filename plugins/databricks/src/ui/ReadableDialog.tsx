import { Dialog } from '@backstage/ui';
import type { ComponentProps } from 'react';
import styles from './ReadableDialog.module.css';

/** A dialog whose help and errors everybody can read. */
export function ReadableDialog(
  props: Omit<ComponentProps<typeof Dialog>, 'className'>,
) {
  return <Dialog {...props} className={styles.dialog} />;
}
