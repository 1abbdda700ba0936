import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Settings } from '@backstage-databricks/plugin-databricks-common';
import { useDatabricksApi } from '@backstage-databricks/plugin-databricks-react';
import { Button } from '@backstage/ui';
import { useAction } from '../../hooks/useAction';
import { databricksTranslationRef } from '../../translation';
import { CheckLines } from '../CheckLines';
import { ProblemAlert } from '../ProblemAlert';
import { CheckSummary } from './CheckSummary';
import { SettingsSection } from './SettingsSection';

/** What is right and what is not, with the way to fix it. */
export function CheckListSection(props: {
  settings: Settings;
  refetch(): Promise<void>;
}) {
  const { settings, refetch } = props;
  const { checks, checking = false } = settings;
  const api = useDatabricksApi();
  const start = useAction(async () => {
    await api.startChecks();
    await refetch();
  });
  const { t } = useTranslationRef(databricksTranslationRef);
  return (
    <SettingsSection
      anchor="check-list"
      title={t('checkList.sectionTitle')}
      action={
        <Button
          variant="secondary"
          isPending={checking || start.state.status === 'running'}
          onPress={start.run}
        >
          {t('checkList.again')}
        </Button>
      }
    >
      {start.state.status === 'failed' && (
        <ProblemAlert
          title={t('checkList.againFailed')}
          problem={start.state.problem}
          onTryAgain={start.run}
        />
      )}
      <div role="status">
        <CheckSummary checks={checks} />
      </div>
      <CheckLines checks={checks} />
    </SettingsSection>
  );
}
