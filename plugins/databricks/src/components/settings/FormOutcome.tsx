import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert } from '@backstage/ui';
import type { ReactNode } from 'react';
import type { FormState } from '../../hooks/useDefinitionForm';
import { databricksTranslationRef } from '../../translation';
import { TestResults } from '../TestResults';

/** How a form stands after it was sent or tested, announced as it changes. */
export function FormOutcome(props: {
  state: FormState;
  conflict: ReactNode;
  configPath: string;
}) {
  const { state } = props;
  return (
    <>
      <div role="alert">
        <Refusal {...props} />
      </div>
      <TestResults
        state={
          state.status === 'tested'
            ? { status: 'done', result: state.result }
            : { status: 'idle' }
        }
      />
    </>
  );
}

function Refusal(props: {
  state: FormState;
  conflict: ReactNode;
  configPath: string;
}): ReactNode {
  const { state, conflict, configPath } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  switch (state.status) {
    case 'editing':
    case 'saving':
    case 'testing':
    case 'tested':
      return null;
    case 'incomplete':
      return (
        <Alert
          mt="3"
          status="danger"
          icon
          title={t('form.incomplete', { count: state.count })}
        />
      );
    case 'failed':
      return (
        <Alert
          mt="3"
          status="danger"
          icon
          title={
            state.during === 'save' ? t('form.failed') : t('form.testFailed')
          }
          description={state.problem.message}
        />
      );
    case 'readOnly':
      return (
        <Alert
          mt="3"
          status="warning"
          icon
          title={t('form.readOnly')}
          description={t('source.config', { path: configPath })}
        />
      );
    case 'conflict':
      return conflict;
    default:
      return state satisfies never;
  }
}
