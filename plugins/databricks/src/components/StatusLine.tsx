import { Text } from '@backstage/ui';
import {
  RiCheckboxCircleLine,
  RiCloseCircleLine,
  RiErrorWarningLine,
  RiLoginCircleLine,
} from '@remixicon/react';
import type { ReactNode } from 'react';
import styles from './StatusLine.module.css';

const icons = {
  positive: RiCheckboxCircleLine,
  neutral: RiLoginCircleLine,
  warning: RiErrorWarningLine,
  negative: RiCloseCircleLine,
};

/** One state in words, with an icon of its colour; what follows from it below. */
export function StatusLine(props: {
  tone: keyof typeof icons;
  title: ReactNode;
  children?: ReactNode;
}) {
  const { tone, title, children } = props;
  const Icon = icons[tone];
  return (
    <div className={styles.status}>
      <Icon
        className={styles.icon}
        data-tone={tone}
        size="1.25rem"
        aria-hidden="true"
      />
      <div className={styles.text}>
        <Text as="p" weight="bold">
          {title}
        </Text>
        {children && (
          <Text as="div" variant="body-small" color="secondary">
            {children}
          </Text>
        )}
      </div>
    </div>
  );
}
