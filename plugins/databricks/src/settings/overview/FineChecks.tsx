import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Check } from '@backstage-databricks/plugin-databricks-common';
import { Accordion, AccordionPanel, AccordionTrigger } from '@backstage/ui';
import { RiCheckboxCircleLine } from '@remixicon/react';
import { databricksTranslationRef } from '../../translation';
import styles from './FineChecks.module.css';
import { useCheckLineText } from '../../ui/useCheckLineText';

/** What is fine, in one line that unfolds. */
export function FineChecks(props: { checks: Check[] }) {
  const { checks } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const textOf = useCheckLineText();
  if (checks.length === 0) {
    return null;
  }
  return (
    <Accordion className={styles.surface}>
      <AccordionTrigger>
        <span className={styles.title}>
          <RiCheckboxCircleLine className={styles.icon} aria-hidden="true" />
          {t('overview.fine', { count: checks.length })}
        </span>
      </AccordionTrigger>
      <AccordionPanel>
        <ul className={styles.checks}>
          {checks.map((check, index) => (
            <li key={`${check.id} ${index}`}>
              <RiCheckboxCircleLine
                className={styles.icon}
                aria-hidden="true"
              />
              <span>{textOf(check)}</span>
            </li>
          ))}
        </ul>
      </AccordionPanel>
    </Accordion>
  );
}
