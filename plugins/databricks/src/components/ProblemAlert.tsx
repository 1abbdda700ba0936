import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Problem } from '@backstage-databricks/plugin-databricks-common';
import { Alert, Button } from '@backstage/ui';
import { databricksTranslationRef } from '../translation';

/** Says what went wrong and offers to try it again. */
export function ProblemAlert(props: {
  status?: 'warning' | 'danger';
  title: string;
  problem: Problem;
  onTryAgain(): void;
}) {
  const { status = 'danger', title, problem, onTryAgain } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  return (
    <Alert
      role="alert"
      status={status}
      icon
      title={title}
      description={problem.message}
      customActions={
        <Button size="small" variant="secondary" onPress={onTryAgain}>
          {t('problem.tryAgain')}
        </Button>
      }
    />
  );
}
