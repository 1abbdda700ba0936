import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { EncryptionState } from '@backstage-databricks/plugin-databricks-common';
import { Badge } from '@backstage/ui';
import { RiCheckboxCircleLine, RiCloseCircleLine } from '@remixicon/react';
import { databricksTranslationRef } from '../../translation';
import styles from './EncryptionSurface.module.css';

/** One encryption key: what it does, and how many values it holds. */
export function EncryptionKey(props: {
  value: EncryptionState['keys'][number];
  isPrimary: boolean;
}) {
  const { value, isPrimary } = props;
  const { id, available, values } = value;
  const { t } = useTranslationRef(databricksTranslationRef);
  const Icon = available ? RiCheckboxCircleLine : RiCloseCircleLine;
  const does = () => {
    if (!available) {
      return t('encryption.missing', { count: values });
    }
    if (isPrimary) {
      return t('encryption.encrypts');
    }
    return values > 0 ? t('encryption.opens') : t('encryption.removable');
  };
  return (
    <li className={styles.key}>
      <Icon
        className={styles.icon}
        data-available={available}
        aria-hidden="true"
      />
      <code className={styles.id}>{id}</code>
      <span className={styles.does}>
        {does()}
        {isPrimary && (
          <>
            {' '}
            <Badge size="small">{t('encryption.primary')}</Badge>
          </>
        )}
      </span>
      <span className={styles.values}>
        {t('encryption.values', { count: values })}
      </span>
    </li>
  );
}
