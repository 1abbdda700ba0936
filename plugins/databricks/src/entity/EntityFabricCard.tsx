import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  DatabricksConnectDialog,
  useDatabricksFabrics,
  useWaitingSignIns,
} from '@backstage-databricks/plugin-databricks-react';
import { Skeleton } from '@backstage/ui';
import { useMemo } from 'react';
import { fabricItems } from '../fabrics/filterFabrics';
import { databricksTranslationRef } from '../translation';
import { EmptyCard } from '../ui/EmptyCard';
import { PausedLine } from '../ui/PausedLine';
import { ResourceView } from '../ui/ResourceView';
import { FabricCard } from './FabricCard';
import { fabricNames } from './fabricNames';
import styles from './FabricCard.module.css';

/** The fabrics that the shown entity names, each in a few lines. */
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
            {names.map(name => {
              const item = items?.get(name);
              return item ? (
                <FabricCard key={name} item={item} admins={admins} />
              ) : (
                <EmptyCard
                  key={name}
                  className={styles.absent}
                  title={t('fabric.notThere')}
                >
                  {t('fabric.notThereHelp')}
                </EmptyCard>
              );
            })}
          </>
        )}
      </ResourceView>
      <DatabricksConnectDialog />
    </div>
  );
}
