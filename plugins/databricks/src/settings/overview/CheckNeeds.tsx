import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Check } from '@backstage-databricks/plugin-databricks-common';
import {
  splitSentences,
  useDatabricksApi,
  useProblemText,
  useTimeText,
} from '@backstage-databricks/plugin-databricks-react';
import { Button, Text, VisuallyHidden } from '@backstage/ui';
import { RiCheckboxCircleLine, RiErrorWarningLine } from '@remixicon/react';
import { useAction } from '../../hooks/useAction';
import { databricksTranslationRef } from '../../translation';
import { Surface } from '../../ui/Surface';
import { useSettingsContext } from '../SettingsContext';
import { CheckFix } from './CheckFix';
import styles from './CheckNeeds.module.css';
import { useCheckLineText } from '../../ui/useCheckLineText';

/** What needs an admin, worst first, each with what mends it at its end. */
export function CheckNeeds() {
  const { settings, refetch, announce } = useSettingsContext();
  const { checks, checking = false, checkedAt } = settings;
  const api = useDatabricksApi();
  const { t } = useTranslationRef(databricksTranslationRef);
  const { relative } = useTimeText();
  const textOf = useProblemText();
  const again = useAction(async () => {
    await api.startChecks();
    announce(t('overview.checking'));
    await refetch();
  });
  const needs = worstFirst(checks);
  const when =
    checkedAt && t('overview.checked', { when: relative(checkedAt) });
  const count =
    needs.length > 0 && t('overview.number', { value: needs.length });

  return (
    <Surface
      title={t('overview.needsYou')}
      aside={[count, when].filter(Boolean).join(', ')}
      action={
        <Button
          size="small"
          variant="tertiary"
          isPending={checking || again.state.status === 'running'}
          onPress={again.run}
        >
          {t('overview.again')}
        </Button>
      }
    >
      {again.state.status === 'failed' && (
        <Text as="p" role="alert" className={styles.failed}>
          {t('overview.againFailed')} {textOf(again.state.problem)}
        </Text>
      )}
      {needs.length > 0 ? (
        <ul className={styles.needs} aria-label={t('overview.needsYou')}>
          {needs.map((check, index) => (
            // Lines of the same kind may share their ID
            <Need key={`${check.id} ${index}`} check={check} />
          ))}
        </ul>
      ) : (
        <p className={styles.none}>
          <RiCheckboxCircleLine className={styles.good} aria-hidden="true" />
          {t('overview.nothing')}
        </p>
      )}
    </Surface>
  );
}

function Need(props: { check: Check }) {
  const { check } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const textOf = useCheckLineText();
  const [sentence, help] = splitSentences(textOf(check));
  return (
    <li className={styles.need}>
      <RiErrorWarningLine
        className={styles.icon}
        data-state={check.state}
        aria-hidden="true"
      />
      <div className={styles.text}>
        <Text as="p">
          <VisuallyHidden>
            {check.state === 'failed'
              ? t('overview.failed')
              : t('overview.warning')}
          </VisuallyHidden>{' '}
          {sentence.replace(/\.$/, '')}
        </Text>
        {help && (
          <Text as="p" variant="body-small" color="secondary">
            {help}
          </Text>
        )}
      </div>
      <CheckFix check={check} about={sentence} />
    </li>
  );
}

/** Those that are not fine: what has failed, then what will. */
function worstFirst(checks: Check[]): Check[] {
  return (['failed', 'warning'] as const).flatMap(state =>
    checks.filter(check => check.state === state),
  );
}
