import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { LastTest } from '@backstage-databricks/plugin-databricks-common';
import { useCheckText } from '@backstage-databricks/plugin-databricks-react';
import { databricksTranslationRef } from '../translation';

/** Says the first of what a test found out of reach. */
export function useFailedSentence(): (test: LastTest | undefined) => string {
  const { t } = useTranslationRef(databricksTranslationRef);
  const checkText = useCheckText();
  return test => {
    const failed = test?.checks.find(({ id }) => test.failed?.includes(id));
    return failed ? checkText(failed) : t('fabric.needs.testFailed');
  };
}
