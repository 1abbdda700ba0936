import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Pause } from '@backstage-databricks/plugin-databricks-common';
import { useTimeText } from '@backstage-databricks/plugin-databricks-react';
import { Card, Text } from '@backstage/ui';
import { RiPauseCircleLine } from '@remixicon/react';
import { databricksTranslationRef } from '../translation';
import styles from './ProblemLine.module.css';

/** Said on every page while no tokens are issued. */
export function PausedLine(props: { paused: Pause | undefined }) {
  const { paused } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const { clock } = useTimeText();
  if (!paused) {
    return null;
  }
  const { since, reason } = paused;
  const when = clock(since);
  return (
    <Card className={styles.line}>
      <RiPauseCircleLine
        className={styles.icon}
        data-tone="warning"
        aria-hidden="true"
      />
      <Text className={styles.text} role="status">
        {reason
          ? t('paused.reason', { when, reason })
          : t('paused.line', { when })}
      </Text>
    </Card>
  );
}
