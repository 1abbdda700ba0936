import type { TestResult } from '@backstage-databricks/plugin-databricks-common';
import {
  useCheckText,
  useEntityTitles,
  useProblemText,
} from '@backstage-databricks/plugin-databricks-react';
import { Button, DialogTrigger, Popover } from '@backstage/ui';
import {
  RiCheckLine,
  RiErrorWarningLine,
  RiLoader4Line,
} from '@remixicon/react';
import type { ReactNode } from 'react';
import { CheckLines } from '../../ui/CheckLines';
import styles from './FormResult.module.css';
import type { Form } from './useForm';

const ICONS = {
  positive: RiCheckLine,
  warning: RiErrorWarningLine,
  negative: RiErrorWarningLine,
  busy: RiLoader4Line,
};

/** How a form stands after it was sent or tested, in one line beside its buttons. */
export function FormResult({ form }: { form: Form }) {
  return (
    <div className={styles.result}>
      <Outcome form={form} />
    </div>
  );
}

function Outcome({ form }: { form: Form }): ReactNode {
  const { state, problems, context } = form;
  const { t } = context;
  const textOf = useProblemText();
  const who = state.status === 'conflict' ? state.now.updatedBy ?? '' : '';
  const { [who]: name } = useEntityTitles(who ? [who] : []);

  if (form.isReadOnly) {
    return <Line>{t('formDialog.readOnly')}</Line>;
  }
  switch (state.status) {
    case 'editing':
      return null;
    case 'saving':
      return <Line tone="busy">{t('formDialog.saving')}</Line>;
    case 'testing':
      return <Line tone="busy">{t('formDialog.testing')}</Line>;
    case 'tested':
      return <Tested form={form} result={state.result} />;
    case 'incomplete': {
      const count = Object.keys(problems).length;
      return count > 0 ? (
        <Line tone="negative">{t('formDialog.incomplete', { count })}</Line>
      ) : null;
    }
    case 'failed': {
      const problem = textOf(state.problem);
      return (
        <Line tone="negative">
          {state.during === 'save'
            ? t('formDialog.saveFailed', { problem })
            : t('formDialog.testFailed', { problem })}
        </Line>
      );
    }
    case 'conflict':
      return (
        <Line tone="warning">
          {name
            ? t('formConflict.changedBy', { who: name })
            : t('formConflict.bySomebody')}
        </Line>
      );
    case 'removed':
      return <Line tone="negative">{t('formConflict.removed')}</Line>;
    case 'readOnly':
      return <Line tone="warning">{t('formDialog.readOnly')}</Line>;
    default:
      return state satisfies never;
  }
}

function Tested({ form, result }: { form: Form; result: TestResult }) {
  const { description, context } = form;
  const { t } = context;
  const checkText = useCheckText();
  const { checks } = result;
  const who = checks.find(({ values }) => values?.who)?.values?.who;
  const found = checks.filter(({ state }) => state !== 'ok');
  const [first] = found;

  const text = () => {
    if (!first) {
      return who ? t('formDialog.passedAs', { who }) : t('formDialog.passed');
    }
    const what =
      found.length === 1
        ? description.sayCheck?.(first, t) ??
          checkText(first).replace(/\.$/, '')
        : t('formDialog.problems', { count: found.length });
    return who
      ? t('formDialog.foundAs', { who, what })
      : t('formDialog.found', { what });
  };
  return (
    <>
      <Line tone={first ? 'warning' : 'positive'}>{text()}</Line>
      {checks.length > 1 && (
        <DialogTrigger>
          <Button size="small" variant="tertiary">
            {t('formDialog.details')}
          </Button>
          <Popover>
            <CheckLines
              checks={checks.map(it => ({ ...it, message: checkText(it) }))}
            />
          </Popover>
        </DialogTrigger>
      )}
    </>
  );
}

function Line(props: { tone?: keyof typeof ICONS; children: ReactNode }) {
  const { tone, children } = props;
  const Icon = tone && ICONS[tone];
  return (
    <span
      className={styles.line}
      role={tone === 'negative' || tone === 'warning' ? 'alert' : 'status'}
    >
      {Icon && (
        <Icon className={styles.icon} data-tone={tone} aria-hidden="true" />
      )}
      <span>{children}</span>
    </span>
  );
}
