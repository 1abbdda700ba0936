import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Card, Text } from '@backstage/ui';
import { RiCheckLine } from '@remixicon/react';
import type { ReactNode } from 'react';
import { databricksTranslationRef } from '../../translation';
import styles from './SetUpSteps.module.css';

const STEPS = ['register', 'check', 'add'] as const;

export type SetUpStep = (typeof STEPS)[number];

/** What an admin of a portal without fabrics does, in three steps. */
export function SetUpSteps(props: {
  /** The first that is to be done. */
  next: SetUpStep;
  /** What does the next one. */
  action: ReactNode;
  /** What shows one that is done. */
  view(step: SetUpStep): ReactNode;
  /** How the next one went. */
  result?: ReactNode;
}) {
  const { next, action, view, result } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const current = STEPS.indexOf(next);
  return (
    <section aria-labelledby="databricks-set-up">
      <h2 id="databricks-set-up" className={styles.title}>
        {t('setUp.title')}
      </h2>
      <Text as="p" color="secondary" className={styles.help}>
        {t('setUp.help')}
      </Text>
      <ol className={styles.steps}>
        {STEPS.map((step, index) => (
          <li key={step} aria-current={step === next ? 'step' : undefined}>
            <Card className={styles.step}>
              <span
                className={styles.number}
                data-state={stateOf(index, current)}
                aria-hidden="true"
              >
                {index < current ? <RiCheckLine /> : index + 1}
              </span>
              <Text as="h3" variant="body-medium" weight="bold">
                {t(`setUp.${step}.title`)}
              </Text>
              <Text as="p" color="secondary">
                {t(`setUp.${step}.help`)}
              </Text>
              {step === next && result}
              <div className={styles.action}>
                {index < current && view(step)}
                {index === current && action}
                {index > current && step !== 'register' && (
                  <Text color="secondary">{t(`setUp.${step}.later`)}</Text>
                )}
              </div>
            </Card>
          </li>
        ))}
      </ol>
    </section>
  );
}

function stateOf(index: number, current: number): string {
  if (index === current) {
    return 'next';
  }
  return index < current ? 'done' : 'later';
}
