import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  DatabricksConnectDialog,
  useDatabricksFabrics,
  useWaitingSignIns,
} from '@backstage-databricks/plugin-databricks-react';
import { Card, Skeleton, Text } from '@backstage/ui';
import { useMemo } from 'react';
import { fabricItems } from '../fabrics/filterFabrics';
import { databricksTranslationRef } from '../translation';
import { PausedLine } from '../ui/PausedLine';
import { ResourceView } from '../ui/ResourceView';
import { FabricSummary } from './FabricSummary';
import { fabricNames } from './fabricNames';
import styles from './EntityFabricCard.module.css';

/** The fabrics that the shown entity names, each in a few lines of one card. */
export function EntityFabricCard() {
  const { entity } = useEntity();
  const { t } = useTranslationRef(databricksTranslationRef);
  const state = useDatabricksFabrics();
  const waiting = useWaitingSignIns();
  const names = fabricNames(entity);
  const { remote } = state;
  const list = remote.status === 'loaded' ? remote.value : undefined;
  const items = useMemo(
    () =>
      list
        ? new Map(fabricItems(list, waiting).map(it => [it.row.name, it]))
        : undefined,
    [list, waiting],
  );

  return (
    <div className={styles.cards}>
      <ResourceView
        state={state}
        loading={t('fabric.loading')}
        errorTitle={t('fabric.errorTitle')}
        skeleton={<Skeleton width="100%" height={160} />}
      >
        {({ admins, paused }) => (
          <>
            <PausedLine paused={paused} />
            <Card className={styles.card}>
              {names.map(name => {
                const item = items?.get(name);
                return item ? (
                  <FabricSummary key={name} item={item} admins={admins} />
                ) : (
                  <p key={name} className={`${styles.fabric} ${styles.absent}`}>
                    <span>
                      <strong>{t('fabric.notThere')}</strong>{' '}
                      <Text color="secondary">{t('fabric.notThereHelp')}</Text>
                    </span>
                  </p>
                );
              })}
            </Card>
          </>
        )}
      </ResourceView>
      <DatabricksConnectDialog />
    </div>
  );
}
