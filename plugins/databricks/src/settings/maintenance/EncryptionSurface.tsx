import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { EncryptionState } from '@backstage-databricks/plugin-databricks-common';
import {
  useDatabricksApi,
  useProblemText,
} from '@backstage-databricks/plugin-databricks-react';
import { Button, Text } from '@backstage/ui';
import { useAction } from '../../hooks/useAction';
import { useKeptFocus } from '../../hooks/useKeptFocus';
import { databricksTranslationRef } from '../../translation';
import { Surface } from '../../ui/Surface';
import { useSettingsContext } from '../SettingsContext';
import { EncryptionKey } from './EncryptionKey';
import styles from './EncryptionSurface.module.css';
import { useMinutesLeft } from './useMinutesLeft';

/** The keys, what each still holds, and how re-encryption goes while it runs. */
export function EncryptionSurface(props: { encryption: EncryptionState }) {
  const { keys, primaryKey, sweep } = props.encryption;
  const { failed } = sweep;
  const { refetch, announce } = useSettingsContext();
  const api = useDatabricksApi();
  const { t } = useTranslationRef(databricksTranslationRef);
  const textOf = useProblemText();
  const rotation = useAction(async () => {
    await api.rotateEncryption();
    announce(t('encryption.started'));
    await refetch();
  });
  const isRunning = sweep.state === 'running';
  const canRotate = keys.some(
    it => it.id !== primaryKey && it.available && it.values > 0,
  );
  const keptFocus = useKeptFocus<HTMLDivElement>(isRunning || !canRotate);
  return (
    <div className={styles.place} {...keptFocus}>
      <Surface
        title={t('encryption.title')}
        action={
          !isRunning &&
          canRotate && (
            <div className={styles.action}>
              {rotation.state.status === 'failed' && (
                <Text role="alert">{textOf(rotation.state.problem)}</Text>
              )}
              <Button
                variant="secondary"
                isPending={rotation.state.status === 'running'}
                onPress={rotation.run}
              >
                {t('encryption.rotate')}
              </Button>
            </div>
          )
        }
      >
        {isRunning && <Progress encryption={props.encryption} />}
        <ul className={styles.keys} aria-label={t('encryption.keys')}>
          {keys.map(key => (
            <EncryptionKey
              key={key.id}
              value={key}
              isPrimary={key.id === primaryKey}
            />
          ))}
        </ul>
        {failed > 0 && (
          <Text as="p" color="secondary" className={styles.failed}>
            {t('encryption.failed', { count: failed })}
          </Text>
        )}
      </Surface>
    </div>
  );
}

function Progress(props: { encryption: EncryptionState }) {
  const { primaryKey: key, sweep } = props.encryption;
  const { done, total } = sweep;
  const { t } = useTranslationRef(databricksTranslationRef);
  const left = useMinutesLeft(sweep);
  const text =
    left === undefined
      ? t('encryption.progress', { key, done, total })
      : t('encryption.progressLeft', { key, done, total, count: left });
  return (
    <div className={styles.progress}>
      <Text color="secondary" className={styles.progressText}>
        {text}
      </Text>
      <progress aria-label={text} value={done} max={total || 1} />
    </div>
  );
}
