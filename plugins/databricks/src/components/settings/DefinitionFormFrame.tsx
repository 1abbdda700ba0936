import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Button,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Text,
} from '@backstage/ui';
import { FormEvent, ReactNode, useEffect, useId, useRef } from 'react';
import type { DefinitionForm } from '../../hooks/useDefinitionForm';
import { databricksTranslationRef } from '../../translation';
import styles from './DefinitionFormFrame.module.css';
import { FormOutcome } from './FormOutcome';

/** A form in a dialog: its fields, how it stands, and its buttons. */
export function DefinitionFormFrame<Values>(props: {
  title: string;
  help?: string;
  form: DefinitionForm<Values>;
  /** What to show of a conflict. */
  conflict: ReactNode;
  /** Where it is defined in app-config, if it is. */
  configPath: string;
  onCancel(): void;
  children: ReactNode;
}) {
  const { title, help, form, conflict, configPath, onCancel } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const formId = useId();
  const formRef = useRef<HTMLFormElement>(null);
  const { state } = form;

  useEffect(() => {
    if (state.status === 'incomplete') {
      formRef.current
        ?.querySelector<HTMLElement>(
          '[data-invalid] :is(input, textarea, button), :is(input, textarea)[data-invalid]',
        )
        ?.focus();
    }
  }, [state]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A dialog's form is a child of whatever form its opener stands in.
    event.stopPropagation();
    form.save();
  };

  return (
    <>
      <DialogHeader>{title}</DialogHeader>
      <DialogBody>
        <form
          id={formId}
          ref={formRef}
          className={styles.form}
          noValidate
          autoComplete="off"
          onSubmit={submit}
        >
          {help && (
            <Text as="p" color="secondary">
              {help}
            </Text>
          )}
          {props.children}
        </form>
        <FormOutcome
          state={state}
          conflict={conflict}
          configPath={configPath}
        />
      </DialogBody>
      <DialogFooter className={styles.footer}>
        <Button variant="secondary" onPress={onCancel}>
          {t('form.cancel')}
        </Button>
        {form.canTest && (
          <Button
            variant="secondary"
            isPending={state.status === 'testing'}
            onPress={form.test}
          >
            {t('form.test')}
          </Button>
        )}
        <Button
          type="submit"
          form={formId}
          variant="primary"
          isPending={state.status === 'saving'}
        >
          {t('form.save')}
        </Button>
      </DialogFooter>
    </>
  );
}
