import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useProblemText } from '@backstage-databricks/plugin-databricks-react';
import { Card, Text } from '@backstage/ui';
import { RiErrorWarningLine } from '@remixicon/react';
import { databricksTranslationRef } from '../translation';
import type { FabricNeed } from './FabricNeed';
import type { FabricView } from './fabricView';
import { useAutomationNeeds } from './useAutomationNeeds';
import { useUserNeeds } from './useUserNeeds';
import styles from './FabricNeeds.module.css';

/** Warnings that no other line tells. */
const OF_NOBODY = ['fewer_scopes', 'databricks_unavailable'];

/** A line a problem, worst first, each with what to do at its end. Absent when there is none. */
export function FabricNeeds(props: {
  view: FabricView;
  onServicePrincipal(): void;
}) {
  const { view, onServicePrincipal } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const textOf = useProblemText();
  const all: FabricNeed[] = [
    ...useUserNeeds(view),
    ...useAutomationNeeds(view, onServicePrincipal),
    ...view.fabric.warnings
      .filter(({ code }) => OF_NOBODY.includes(code))
      .map(it => ({
        id: it.code,
        tone: 'warning' as const,
        sentence: textOf(it),
      })),
  ];
  const needs = [
    ...all.filter(({ tone }) => tone === 'negative'),
    ...all.filter(({ tone }) => tone === 'warning'),
  ];
  if (needs.length === 0) {
    return null;
  }
  return (
    <Card className={styles.surface}>
      <ul className={styles.needs} aria-label={t('fabric.needs.title')}>
        {needs.map(({ id, tone, sentence, help, action }) => (
          <li key={id} className={styles.need}>
            <RiErrorWarningLine
              className={styles.icon}
              data-tone={tone}
              aria-hidden="true"
            />
            <div className={styles.text}>
              <Text as="p">{sentence}</Text>
              {help && (
                <Text as="p" variant="body-small" color="secondary">
                  {help}
                </Text>
              )}
            </div>
            {action}
          </li>
        ))}
      </ul>
    </Card>
  );
}
