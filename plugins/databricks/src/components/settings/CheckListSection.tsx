import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Check } from '@backstage-databricks/plugin-databricks-common';
import { Button } from '@backstage/ui';
import { databricksTranslationRef } from '../../translation';
import { CheckLines } from '../CheckLines';
import { CheckSummary } from './CheckSummary';
import { SettingsSection } from './SettingsSection';

/** What is right and what is not, with the way to fix it. */
export function CheckListSection(props: {
  checks: Check[];
  refetch(): Promise<void>;
}) {
  const { checks, refetch } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  return (
    <SettingsSection
      anchor="check-list"
      title={t('checkList.sectionTitle')}
      action={
        <Button variant="secondary" onPress={refetch}>
          {t('checkList.again')}
        </Button>
      }
    >
      <div role="status">
        <CheckSummary checks={checks} />
      </div>
      <CheckLines checks={checks} />
    </SettingsSection>
  );
}
