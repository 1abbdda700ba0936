import { Card, Text } from '@backstage/ui';
import type { ReactElement, ReactNode } from 'react';
import { StatusDot, Tone } from '../ui/StatusDot';
import styles from './RequireViews.module.css';

/** What stands in the place of content. */
export function RequireCard(props: {
  minHeight: number;
  icon: ReactElement;
  bold: string;
  grey: string;
  button: ReactNode;
}) {
  const { minHeight, icon, bold, grey, button } = props;
  return (
    <Card style={{ minHeight }} className={styles.card}>
      <span className={styles.icon} aria-hidden="true">
        {icon}
      </span>
      <Text as="p" weight="bold">
        {bold}
      </Text>
      <Text as="p" color="secondary" className={styles.grey}>
        {grey}
      </Text>
      {button}
    </Card>
  );
}

/** One line above content. */
export function RequireLine(props: {
  tone: Tone;
  text: string;
  button: ReactNode;
}) {
  const { tone, text, button } = props;
  return (
    <Card className={styles.line}>
      <StatusDot tone={tone} />
      <Text className={styles.text}>{text}</Text>
      {button}
    </Card>
  );
}
