import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Fabric } from '@backstage-databricks/plugin-databricks-common';
import { DATABRICKS_FABRIC_ANNOTATION } from '@backstage-databricks/plugin-databricks-common';
import { Alert, Skeleton, VisuallyHidden } from '@backstage/ui';
import type { ReactNode } from 'react';
import { useFabric } from '../hooks/useFabric';
import { databricksTranslationRef } from '../translation';
import { FabricCard } from './FabricCard';
import { ProblemAlert } from './ProblemAlert';

/** The card of the one fabric that a catalog entity names. */
export function FabricPanel(props: {
  name: string;
  /** Shown below the card. */
  children?(fabric: Fabric): ReactNode;
}) {
  const { name, children } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const { resource, refetch, retry } = useFabric(name);

  switch (resource.status) {
    case 'loading':
      return (
        <div aria-busy="true">
          <VisuallyHidden role="status">{t('fabric.loading')}</VisuallyHidden>
          <Skeleton height="20rem" width="100%" />
        </div>
      );
    case 'forbidden':
      return (
        <Alert
          role="alert"
          status="warning"
          icon
          title={t('problem.forbiddenTitle')}
          description={t('problem.forbiddenHelp')}
        />
      );
    case 'notFound':
      return (
        <Alert
          status="info"
          icon
          title={t('fabric.notFoundTitle', { name })}
          description={t('fabric.notFoundHelp', {
            name,
            annotation: DATABRICKS_FABRIC_ANNOTATION,
          })}
        />
      );
    case 'error':
      return (
        <ProblemAlert
          title={t('problem.errorTitle')}
          problem={resource.problem}
          onTryAgain={retry}
        />
      );
    case 'loaded':
      return (
        <>
          {resource.problem && (
            <ProblemAlert
              status="warning"
              title={t('problem.refreshTitle')}
              problem={resource.problem}
              onTryAgain={refetch}
            />
          )}
          <FabricCard fabric={resource.value} kindShown onChanged={refetch} />
          {children?.(resource.value)}
        </>
      );
    default:
      return resource satisfies never;
  }
}
