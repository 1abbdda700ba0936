import { DialogBody, DialogFooter, DialogHeader, Text } from '@backstage/ui';
import type { ReactElement, ReactNode } from 'react';
import styles from './DialogLayout.module.css';

/** The one shape of all states: an icon, a sentence in bold, one in grey, buttons below. */
export function DialogLayout(props: {
  title: string;
  icon?: ReactElement;
  tone?: 'positive' | 'warning' | 'negative' | 'announcement';
  bold?: string;
  grey: ReactNode;
  /** Between the sentences and the buttons. */
  more?: ReactNode;
  /** At the left of the buttons. */
  aside?: ReactNode;
  buttons: ReactNode;
}) {
  const { title, icon, tone, bold, grey, more, aside, buttons } = props;
  return (
    <>
      <DialogHeader>{title}</DialogHeader>
      <DialogBody className={styles.body}>
        <div className={styles.message}>
          {icon && (
            <span className={styles.icon} data-tone={tone} aria-hidden="true">
              {icon}
            </span>
          )}
          <div className={styles.sentences} role="status">
            {bold && (
              <Text as="p" weight="bold">
                {bold}
              </Text>
            )}
            <Text as="p" color={bold ? 'secondary' : 'primary'}>
              {grey}
            </Text>
          </div>
        </div>
        {more}
      </DialogBody>
      <DialogFooter className={styles.footer}>
        {aside && <div className={styles.aside}>{aside}</div>}
        {buttons}
      </DialogFooter>
    </>
  );
}
