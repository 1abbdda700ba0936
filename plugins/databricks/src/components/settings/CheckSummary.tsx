import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Check } from '@backstage-databricks/plugin-databricks-common';
import { databricksTranslationRef } from '../../translation';
import { StatusLine } from '../StatusLine';

/** How many things of the check list are to be fixed. */
export function CheckSummary(props: { checks: Check[] }) {
  const { t } = useTranslationRef(databricksTranslationRef);
  const count = (state: Check['state']) =>
    props.checks.filter(check => check.state === state).length;
  const failures = count('failed');
  const warnings = count('warning');
  const texts = [
    ...(failures ? [t('checkList.failures', { count: failures })] : []),
    ...(warnings ? [t('checkList.warnings', { count: warnings })] : []),
  ];
  if (texts.length === 0) {
    return <StatusLine tone="positive" title={t('checkList.good')} />;
  }
  return (
    <StatusLine
      tone={failures ? 'negative' : 'warning'}
      title={texts.join(' ')}
    />
  );
}
