import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Consumer } from '@backstage-databricks/plugin-databricks-common';
import { useBreakpoint } from '@backstage/ui';
import { RiLockLine, RiPlugLine } from '@remixicon/react';
import { databricksTranslationRef } from '../../translation';
import { EmptyCard } from '../../ui/EmptyCard';
import { Surface } from '../../ui/Surface';
import { ConsumersLists } from './ConsumersLists';
import styles from './ConsumersSurface.module.css';
import { ConsumersTable } from './ConsumersTable';
import { useConsumerTexts } from './useConsumerTexts';

/** The plugins that may act at Databricks, as whom, for what, and when each last did. */
export function ConsumersSurface(props: { consumers: Consumer[] }) {
  const { consumers } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const textsOf = useConsumerTexts();
  const isPhone = useBreakpoint().down('sm');
  if (consumers.length === 0) {
    return (
      <EmptyCard icon={<RiPlugLine />} title={t('consumers.emptyTitle')}>
        {t('consumers.emptyHelp', { key: <code>databricks.consumers</code> })}
      </EmptyCard>
    );
  }
  const rows = consumers.map(textsOf);
  return (
    <Surface
      title={t('consumers.title')}
      action={
        <span className={styles.kept}>
          <RiLockLine aria-hidden="true" />
          {t('consumers.keptIn')}
        </span>
      }
    >
      {isPhone ? (
        <ConsumersLists rows={rows} />
      ) : (
        <ConsumersTable rows={rows} />
      )}
    </Surface>
  );
}
