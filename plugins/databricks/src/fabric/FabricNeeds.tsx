import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Card, Text } from '@backstage/ui';
import { RiErrorWarningLine } from '@remixicon/react';
import { databricksTranslationRef } from '../translation';
import type { FabricView } from './fabricView';
import { useFabricNeeds } from './useFabricNeeds';
import styles from './FabricNeeds.module.css';

/** A line a problem, worst first, each with what to do at its end. Absent when there is none. */
export function FabricNeeds(props: {
  view: FabricView;
  onServicePrincipal(): void;
}) {
  const { t } = useTranslationRef(databricksTranslationRef);
  const needs = useFabricNeeds(props.view, props.onServicePrincipal);
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
