import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  CopyButton,
  useToast,
} from '@backstage-databricks/plugin-databricks-react';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Link,
  Text,
} from '@backstage/ui';
import { FormEvent, useEffect, useId, useRef, useState } from 'react';
import { databricksTranslationRef } from '../../translation';
import { useLinks } from '../../ui/Links';
import { FormConflict } from './FormConflict';
import styles from './FormDialog.module.css';
import { FormFields } from './FormFields';
import { FormResult } from './FormResult';
import { FormShownContext } from './FormShown';
import { PasteField } from './PasteField';
import { useFormFocus } from './useFormFocus';
import { Form, FormAbout, useForm } from './useForm';
import { useShown } from './useShown';

/** A form in a dialog: its fields, how it stands, and its buttons, which stay in view. */
export function FormDialog(props: {
  about: FormAbout;
  /** Whether one was about to leave, by the address, what is changed. */
  isLeaving: boolean;
  onLeaving(isLeaving: boolean): void;
  /** Whether something is entered that leaving would lose. */
  onDirty(isDirty: boolean): void;
  /** Something was saved: what is shown elsewhere is out of date. */
  onSaved(name: string, message: string): Promise<void>;
  onClose(): void;
}) {
  const { about, isLeaving, onLeaving, onDirty, onSaved, onClose } = props;
  const { description, thing } = about;
  const { t } = useTranslationRef(databricksTranslationRef);
  const links = useLinks();
  const postToast = useToast();
  const form = useForm({
    ...about,
    onSaved: async (name, title) => {
      const text = description.savedMessage(t, title);
      const href = description.href?.(links, name);
      await onSaved(name, text);
      onDirty(false);
      onClose();
      const close = postToast({
        text,
        content: href && (
          <>
            {text}{' '}
            <Link href={href} onPress={() => close()}>
              {t('formDialog.open')}
            </Link>
          </>
        ),
      });
    },
  });
  const { state, isDirty, isReadOnly, title } = form;
  const formId = useId();
  const [isUnfolded, setUnfolded] = useState(false);
  const { formProps, focusAgain } = useFormFocus(form, () => setUnfolded(true));

  useEffect(() => onDirty(isDirty), [onDirty, isDirty]);

  const leave = () => {
    if (isDirty) {
      onLeaving(true);
    } else {
      onClose();
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A dialog's form is a child of whatever form its opener stands in
    event.stopPropagation();
    form.save();
  };

  return (
    <Dialog
      isOpen
      onOpenChange={isOpen => isOpen || leave()}
      className={styles.dialog}
      width="680px"
    >
      <FormShownContext.Provider value={useShown(form)}>
        <DialogHeader>
          {isReadOnly
            ? t('formDialog.title.view', { title })
            : description.title(t, thing?.title)}
        </DialogHeader>
        <DialogBody>
          <form
            id={formId}
            {...formProps}
            className={styles.form}
            noValidate
            autoComplete="off"
            onSubmit={submit}
          >
            {description.help && (
              <Text as="p" color="secondary">
                {description.help(t)}
              </Text>
            )}
            {state.status === 'conflict' && (
              <FormConflict form={form} now={state.now} lines={state.lines} />
            )}
            {description.paste && !isReadOnly && (
              <div data-field="paste">
                <PasteField form={form} paste={description.paste} />
              </div>
            )}
            <FormFields
              form={form}
              isUnfolded={isUnfolded || isReadOnly}
              onUnfold={setUnfolded}
            />
          </form>
        </DialogBody>
        <DialogFooter className={styles.footer}>
          {isLeaving ? (
            <Leaving
              form={form}
              onKeep={() => {
                onLeaving(false);
                focusAgain();
              }}
              onDiscard={() => {
                onDirty(false);
                onLeaving(false);
                onClose();
              }}
            />
          ) : (
            <>
              <FormResult form={form} />
              <Buttons form={form} formId={formId} onCancel={leave} />
            </>
          )}
        </DialogFooter>
      </FormShownContext.Provider>
    </Dialog>
  );
}

function Buttons(props: { form: Form; formId: string; onCancel(): void }) {
  const { form, formId, onCancel } = props;
  const { state, description, thing, isReadOnly } = form;
  const { t } = form.context;
  if (isReadOnly && thing) {
    return (
      <>
        <CopyButton
          text={description.appConfig(thing)}
          name={t('formDialog.copyName', { title: thing.title })}
        >
          {t('formDialog.copyConfig')}
        </CopyButton>
        <Button variant="primary" onPress={onCancel}>
          {t('formDialog.close')}
        </Button>
      </>
    );
  }
  return (
    <>
      <Button variant="tertiary" onPress={onCancel}>
        {t('formDialog.cancel')}
      </Button>
      <Button
        variant="secondary"
        isPending={state.status === 'testing'}
        onPress={form.test}
      >
        {t('formDialog.test')}
      </Button>
      <Button
        type="submit"
        form={formId}
        variant="primary"
        isPending={state.status === 'saving'}
      >
        {t('formDialog.save')}
      </Button>
    </>
  );
}

function Leaving(props: { form: Form; onKeep(): void; onDiscard(): void }) {
  const { form, onKeep, onDiscard } = props;
  const { t } = form.context;
  const keep = useRef<HTMLButtonElement>(null);

  // The button that had the focus may be gone
  useEffect(() => keep.current?.focus(), []);

  return (
    <>
      <Text className={styles.question} weight="bold" role="alert">
        {t('formDialog.discard')}
      </Text>
      <Button variant="secondary" onPress={onKeep} ref={keep}>
        {t('formDialog.keepEditing')}
      </Button>
      <Button variant="primary" destructive onPress={onDiscard}>
        {t('formDialog.discardNow')}
      </Button>
    </>
  );
}
