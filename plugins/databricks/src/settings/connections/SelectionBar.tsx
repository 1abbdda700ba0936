import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Card } from '@backstage/ui';
import { useEffect } from 'react';
import { databricksTranslationRef } from '../../translation';
import styles from './SelectionBar.module.css';

/** What can be done with the rows that are selected. Escape selects none. */
export function SelectionBar(props: {
  count: number;
  onClear(): void;
  onEnd(): void;
}) {
  const { count, onClear, onEnd } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  useEffect(() => {
    const onKeyDown = ({ key }: KeyboardEvent) => {
      // What is on top is closed first
      if (
        key === 'Escape' &&
        !document.querySelector('[role=dialog], [role=menu], [role=listbox]')
      ) {
        onClear();
      }
    };
    // Before what is on top is gone
    document.addEventListener('keydown', onKeyDown, true);
    return () => document.removeEventListener('keydown', onKeyDown, true);
  }, [onClear]);
  return (
    <Card className={styles.place}>
      <div
        className={styles.bar}
        role="group"
        aria-label={t('connectionTable.selection')}
      >
        <strong>{t('connectionTable.selected', { n: String(count) })}</strong>
        <Button variant="tertiary" onPress={onClear}>
          {t('connectionTable.clearSelection')}
        </Button>
        <Button variant="primary" destructive onPress={onEnd}>
          {t('connectionTable.endSelected', { count })}
        </Button>
      </div>
    </Card>
  );
}
