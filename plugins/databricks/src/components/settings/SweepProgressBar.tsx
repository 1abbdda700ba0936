import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { EncryptionState } from '@backstage-databricks/plugin-databricks-common';
import { Alert, Text } from '@backstage/ui';
import { useId } from 'react';
import { databricksTranslationRef } from '../../translation';
import styles from './EncryptionSection.module.css';

/** How far re-encryption is, and what it could not open. */
export function SweepProgressBar(props: { sweep: EncryptionState['sweep'] }) {
  const { state, done, total, failed } = props.sweep;
  const { t } = useTranslationRef(databricksTranslationRef);
  const labelId = useId();
  return (
    <>
      {state === 'running' && (
        <div className={styles.progress}>
          <Text id={labelId} weight="bold">
            {t('encryption.progress')}
          </Text>
          <progress aria-labelledby={labelId} value={done} max={total || 1} />
          <Text>{t('encryption.progressText', { done, total })}</Text>
        </div>
      )}
      {failed > 0 && (
        <Alert
          status="warning"
          icon
          description={t('encryption.failed', { count: failed })}
        />
      )}
    </>
  );
}
