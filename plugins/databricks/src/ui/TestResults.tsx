import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useProblemText } from '@backstage-databricks/plugin-databricks-react';
import { Alert, Text } from '@backstage/ui';
import type { TestState } from '../hooks/useTest';
import { databricksTranslationRef } from '../translation';
import { CheckLines } from './CheckLines';
import styles from './TestResults.module.css';

/** What a test has found, line by line. */
export function TestResults(props: { state: TestState }) {
  const { state } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const textOf = useProblemText();
  return (
    <div role="status" aria-live="polite">
      {state.status === 'failed' && (
        <Alert
          mt="3"
          status="danger"
          icon
          title={t('test.failed')}
          description={textOf(state.problem)}
        />
      )}
      {state.status === 'done' && (
        <>
          <Text
            as="p"
            variant="body-small"
            weight="bold"
            className={styles.summary}
          >
            {state.result.ok ? t('test.passed') : t('test.notPassed')}
          </Text>
          <CheckLines checks={state.result.checks} />
        </>
      )}
    </div>
  );
}
