import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Skeleton, VisuallyHidden } from '@backstage/ui';
import { useCardFabrics } from '../hooks/useCardFabrics';
import { useFabrics } from '../hooks/useFabrics';
import { databricksTranslationRef } from '../translation';
import { FabricCard } from './FabricCard';
import { CardGrid } from './CardGrid';
import styles from './FabricList.module.css';
import { NoFabrics } from './NoFabrics';
import { ProblemAlert } from './ProblemAlert';

/** All fabrics that the user may use, as cards. */
export function FabricCards() {
  const { t } = useTranslationRef(databricksTranslationRef);
  const { resource, refetch, retry } = useFabrics();
  const cardFabrics = useCardFabrics();

  switch (resource.status) {
    case 'loading':
      return (
        <div aria-busy="true">
          <VisuallyHidden role="status">{t('fabrics.loading')}</VisuallyHidden>
          <CardGrid
            label={t('fabrics.label')}
            items={['first', 'second', 'third'].map(key => ({
              key,
              card: <Skeleton height="20rem" width="100%" />,
            }))}
          />
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
    case 'error':
      return (
        <ProblemAlert
          title={t('problem.errorTitle')}
          problem={resource.problem}
          onTryAgain={retry}
        />
      );
    case 'loaded': {
      const { admin } = resource.value;
      const items = cardFabrics(resource.value);
      const titles = Object.fromEntries(
        items.map(({ name, title }) => [name, title]),
      );
      return (
        <div className={styles.list}>
          {resource.problem && (
            <ProblemAlert
              status="warning"
              title={t('problem.refreshTitle')}
              problem={resource.problem}
              onTryAgain={refetch}
            />
          )}
          {items.length === 0 ? (
            <NoFabrics admin={admin} />
          ) : (
            <CardGrid
              label={t('fabrics.label')}
              items={items.map(fabric => ({
                key: fabric.name,
                card: (
                  <FabricCard
                    fabric={fabric}
                    titles={titles}
                    onChanged={refetch}
                  />
                ),
              }))}
            />
          )}
        </div>
      );
    }
    default:
      return resource satisfies never;
  }
}
