import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Card, Text } from '@backstage/ui';
import { RiErrorWarningLine } from '@remixicon/react';
import { databricksTranslationRef } from '../translation';
import styles from './ProblemLine.module.css';

/** One line: what failed, what is not affected, and what one can do. */
export function ProblemLine(props: {
  tone?: 'negative' | 'warning';
  title: string;
  text: string;
  onTryAgain?(): void;
}) {
  const { tone = 'negative', title, text, onTryAgain } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  return (
    <Card className={styles.line}>
      <RiErrorWarningLine
        className={styles.icon}
        data-tone={tone}
        aria-hidden="true"
      />
      <div className={styles.text} role="alert">
        <Text weight="bold">{title}</Text> <Text color="secondary">{text}</Text>
      </div>
      {onTryAgain && (
        <Button size="small" variant="secondary" onPress={onTryAgain}>
          {t('remote.tryAgain')}
        </Button>
      )}
    </Card>
  );
}
