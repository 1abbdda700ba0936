import {
  NotFoundErrorPage,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import {
  DatabricksConnectDialog,
  useDatabricksFabric,
  useDatabricksFabrics,
} from '@backstage-databricks/plugin-databricks-react';
import { ButtonLink, Skeleton } from '@backstage/ui';
import { Suspense } from 'react';
import { databricksTranslationRef } from '../translation';
import { EmptyCard } from '../ui/EmptyCard';
import { useLinks } from '../ui/Links';
import { PausedLine } from '../ui/PausedLine';
import { ResourceView } from '../ui/ResourceView';
import { FabricDetails } from './FabricDetails';
import styles from './FabricPage.module.css';

/** One fabric, with all that is known of it. */
export function FabricPage(props: {
  name: string;
  /** In an entity's tab the place is known, and so is who uses it. */
  isWithin?: boolean;
}) {
  const { name, isWithin = false } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const { fabrics } = useLinks();
  const state = useDatabricksFabric(name);
  const { remote: list } = useDatabricksFabrics();
  return (
    <div className={styles.page}>
      <ResourceView
        state={state}
        loading={t('fabric.loading')}
        errorTitle={t('fabric.errorTitle')}
        skeleton={
          <div className={styles.surfaces}>
            <Skeleton width="40%" height={40} />
            <Skeleton width="100%" height={140} />
            <Skeleton width="100%" height={200} />
          </div>
        }
        notFound={
          isWithin ? (
            <EmptyCard title={t('fabric.notThere')}>
              {t('fabric.notThereHelp')}
            </EmptyCard>
          ) : (
            <div>
              {/* Its code is loaded when it is first shown */}
              <Suspense fallback={null}>
                <NotFoundErrorPage />
              </Suspense>
              {fabrics && (
                <ButtonLink variant="secondary" href={fabrics}>
                  {t('fabric.toFabrics')}
                </ButtonLink>
              )}
            </div>
          )
        }
      >
        {fabric => (
          <>
            <PausedLine
              paused={list.status === 'loaded' ? list.value.paused : undefined}
            />
            <FabricDetails
              fabric={fabric}
              list={list.status === 'loaded' ? list.value : undefined}
              isWithin={isWithin}
            />
          </>
        )}
      </ResourceView>
      <DatabricksConnectDialog />
    </div>
  );
}
