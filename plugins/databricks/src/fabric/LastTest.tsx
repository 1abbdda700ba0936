import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Check,
  LastTest as LastTestOf,
} from '@backstage-databricks/plugin-databricks-common';
import {
  TimeText,
  useCheckText,
} from '@backstage-databricks/plugin-databricks-react';
import { Button, Text, VisuallyHidden } from '@backstage/ui';
import { RiCheckLine, RiErrorWarningLine } from '@remixicon/react';
import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router-dom';
import { isTestable } from '../fabrics/FabricMenu';
import { LAST_TEST } from '../fabrics/FixLink';
import { useNames } from '../fabrics/useNames';
import { useTests } from '../fabrics/useTests';
import { databricksTranslationRef } from '../translation';
import { Surface } from '../ui/Surface';
import type { FabricView } from './fabricView';
import { HowToFix } from './HowToFix';
import styles from './LastTest.module.css';

const looks = {
  ok: { Icon: RiCheckLine, text: 'fabric.test.ok' },
  warning: { Icon: RiErrorWarningLine, text: 'fabric.test.warning' },
  failed: { Icon: RiErrorWarningLine, text: 'fabric.test.checkFailed' },
} as const satisfies Record<Check['state'], unknown>;

/** What the last tests found, line by line, what failed first. */
export function LastTest(props: { view: FabricView; isWithin: boolean }) {
  const { view, isWithin } = props;
  const { fabric, you } = view;
  const { lastTest } = fabric;
  const { t } = useTranslationRef(databricksTranslationRef);
  const { isPending, testFabric } = useTests();
  const { user, servicePrincipal, interactive: who } = useNames()(view);
  const testAs = (asWhom: string | undefined, test: LastTestOf | undefined) =>
    test ? [{ asWhom, test }] : [];
  const tests = [
    ...testAs(user, lastTest?.user),
    ...testAs(servicePrincipal, lastTest?.servicePrincipal),
  ];
  const checks = tests.flatMap(({ test }) => test.checks);
  const order = { failed: 0, warning: 1, ok: 2 };

  // No link leads to a tab, where there may be several
  const id = isWithin ? undefined : LAST_TEST;
  const ref = useRef<HTMLDivElement>(null);
  const { hash, key } = useLocation();
  useEffect(() => {
    if (id && hash === `#${id}`) {
      // It scrolls there too
      ref.current?.focus();
    }
    // `key`: who follows the link again is led there again
  }, [id, hash, key]);

  return (
    <div id={id} ref={ref} tabIndex={-1} className={styles.place}>
      <Surface
        title={t('fabric.test.title')}
        aside={tests.map(({ asWhom, test }, index) => (
          <span key={index}>
            {index > 0 && ' · '}
            <TimeText at={test.at} />
            {asWhom && `, ${t('fabric.actedAsYou.as', { who: asWhom })}`}
          </span>
        ))}
        action={
          isTestable({ you }) && (
            <Button
              variant="secondary"
              isPending={isPending}
              onPress={() =>
                testFabric(fabric.name, { title: fabric.title, who })
              }
            >
              {tests.length > 0 ? t('action.testAgain') : t('action.test')}
            </Button>
          )
        }
      >
        {checks.length > 0 ? (
          <ul className={styles.checks}>
            {[...checks]
              .sort((a, b) => order[a.state] - order[b.state])
              .map((check, index) => (
                <CheckLine key={`${check.id} ${index}`} check={check} />
              ))}
          </ul>
        ) : (
          <>
            <Text as="p">{t('fabric.test.never')}</Text>
            <Text as="p" color="secondary">
              {t('fabric.test.neverHelp')}
            </Text>
          </>
        )}
      </Surface>
    </div>
  );
}

function CheckLine(props: { check: Check }) {
  const { check } = props;
  const { state, ms } = check;
  const { t } = useTranslationRef(databricksTranslationRef);
  const textOf = useCheckText();
  const { Icon, text } = looks[state];
  return (
    <li className={styles.check}>
      <Icon className={styles.icon} data-state={state} aria-hidden="true" />
      <VisuallyHidden>{t(text)}</VisuallyHidden>
      <Text className={styles.text}>{textOf(check)}</Text>
      {state === 'failed' && <HowToFix check={check} />}
      {ms !== undefined && (
        <Text color="secondary" className={styles.ms}>
          {t('fabric.test.ms', { ms: String(ms) })}
        </Text>
      )}
    </li>
  );
}
