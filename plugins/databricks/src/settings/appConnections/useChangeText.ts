import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Problem } from '@backstage-databricks/plugin-databricks-common';
import { useProblemText } from '@backstage-databricks/plugin-databricks-react';
import { databricksTranslationRef } from '../../translation';

/** Why a change was not made. That somebody else was faster is told as that. */
export function useChangeText(): (problem: Problem) => string {
  const { t } = useTranslationRef(databricksTranslationRef);
  const textOf = useProblemText();
  return problem =>
    problem.code === 'conflict'
      ? t('appConnections.changedMeanwhile')
      : textOf(problem);
}
