import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import { databricksTranslationRef } from '../../translation';
import { EmptyCard } from '../../ui/EmptyCard';
import styles from './NoConnections.module.css';

/** Why there is none to see. */
export function NoConnections(props: { isSet: boolean; onClear(): void }) {
  const { isSet, onClear } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  return (
    <div className={styles.nothing}>
      {isSet ? (
        <EmptyCard
          title={t('connectionTable.nothingTitle')}
          action={
            <Button variant="secondary" onPress={onClear}>
              {t('connectionTable.clear')}
            </Button>
          }
        />
      ) : (
        <EmptyCard title={t('connectionTable.emptyTitle')}>
          {t('connectionTable.emptyHelp')}
        </EmptyCard>
      )}
    </div>
  );
}
