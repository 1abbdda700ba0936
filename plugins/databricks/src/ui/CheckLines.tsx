import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Check } from '@backstage-databricks/plugin-databricks-common';
import { Text, VisuallyHidden } from '@backstage/ui';
import { RiCheckLine, RiCloseLine, RiErrorWarningLine } from '@remixicon/react';
import { databricksTranslationRef } from '../translation';
import { TimeText } from '@backstage-databricks/plugin-databricks-react';
import { useCheckLineText } from './useCheckLineText';
import styles from './CheckLines.module.css';

const looks = {
  ok: { Icon: RiCheckLine, text: 'test.ok' },
  warning: { Icon: RiErrorWarningLine, text: 'test.warning' },
  failed: { Icon: RiCloseLine, text: 'test.checkFailed' },
} as const satisfies Record<Check['state'], unknown>;

/** Checks line by line, each with its state. */
export function CheckLines(props: { checks: Check[] }) {
  return (
    <ul className={styles.checks}>
      {props.checks.map((check, index) => (
        // Checks of the same kind, one a workspace, share their ID.
        <CheckLine key={`${check.id} ${index}`} check={check} />
      ))}
    </ul>
  );
}

function CheckLine(props: { check: Check }) {
  const { state, at } = props.check;
  const textOf = useCheckLineText();
  const { t } = useTranslationRef(databricksTranslationRef);
  const { Icon, text } = looks[state];
  return (
    <li className={styles.check}>
      <Icon
        className={styles.icon}
        data-state={state}
        size="1rem"
        aria-hidden="true"
      />
      <VisuallyHidden>{t(text)}</VisuallyHidden>
      <Text variant="body-small">
        {textOf(props.check)}
        {at && (
          <Text variant="body-small" color="secondary">
            {' '}
            <TimeText at={at} />
          </Text>
        )}
      </Text>
    </li>
  );
}
