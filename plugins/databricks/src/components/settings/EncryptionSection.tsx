import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { EncryptionState } from '@backstage-databricks/plugin-databricks-common';
import { useDatabricksApi } from '@backstage-databricks/plugin-databricks-react';
import { Alert, Badge, Button, Text } from '@backstage/ui';
import { useAction } from '../../hooks/useAction';
import { databricksTranslationRef } from '../../translation';
import { StatusLine } from '../StatusLine';
import styles from './EncryptionSection.module.css';
import { SettingsSection } from './SettingsSection';
import { SweepProgressBar } from './SweepProgressBar';

type Key = EncryptionState['keys'][number];

/** The keys, what each still holds, and how re-encryption stands. */
export function EncryptionSection(props: {
  encryption: EncryptionState;
  onChanged(message: string): void;
}) {
  const { encryption, onChanged } = props;
  const { keys, primaryKey, sweep } = encryption;
  const api = useDatabricksApi();
  const { t } = useTranslationRef(databricksTranslationRef);
  const rotation = useAction(async () => {
    await api.rotateEncryption();
    onChanged(t('encryption.started'));
  });
  const isDone = keys.every(({ id, values }) => id === primaryKey || !values);

  return (
    <SettingsSection
      anchor="encryption"
      title={t('encryption.sectionTitle')}
      intro={t('encryption.intro')}
      action={
        <Button
          variant="secondary"
          isDisabled={sweep.state === 'running'}
          isPending={rotation.state.status === 'running'}
          onPress={rotation.run}
        >
          {t('encryption.rotate')}
        </Button>
      }
    >
      <ul className={styles.keys} aria-label={t('encryption.label')}>
        {keys.map(key => (
          <li key={key.id}>
            <KeyStatus key={key.id} value={key} primaryKey={primaryKey} />
          </li>
        ))}
      </ul>
      {rotation.state.status === 'failed' && (
        <Alert
          role="alert"
          status="danger"
          icon
          title={t('encryption.rotateFailed')}
          description={rotation.state.problem.message}
        />
      )}
      <SweepProgressBar sweep={sweep} />
      <Text as="p" variant="body-small" color="secondary">
        {isDone ? t('encryption.nothing') : t('encryption.rotateHelp')}
      </Text>
    </SettingsSection>
  );
}

function KeyStatus(props: { value: Key; primaryKey: string }) {
  const { id, available, values } = props.value;
  const { t } = useTranslationRef(databricksTranslationRef);
  const isPrimary = id === props.primaryKey;
  return (
    <StatusLine
      tone={available ? 'positive' : 'negative'}
      title={
        <span className={styles.key}>
          <code>{id}</code>
          {isPrimary && <Badge>{t('encryption.primary')}</Badge>}
        </span>
      }
    >
      {available
        ? t('encryption.values', { count: values })
        : t('encryption.missing', { count: values })}
      {available && !isPrimary && values === 0 && (
        <> {t('encryption.removable')}</>
      )}
    </StatusLine>
  );
}
