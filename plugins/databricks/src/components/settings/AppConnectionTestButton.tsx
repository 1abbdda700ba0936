import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Button,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Text,
  TextField,
} from '@backstage/ui';
import { useDatabricksApi } from '@backstage-databricks/plugin-databricks-react';
import { FormEvent, useId, useState } from 'react';
import { useTest } from '../../hooks/useTest';
import { databricksTranslationRef } from '../../translation';
import { TestResults } from '../TestResults';
import { ReadableDialog } from '../ReadableDialog';
import styles from './DefinitionFormFrame.module.css';

/** Tests a stored app connection at a workspace. */
export function AppConnectionTestButton(props: {
  name: string;
  workspaceUrl?: string;
  describedBy: string;
}) {
  const { describedBy } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="secondary"
        aria-describedby={describedBy}
        onPress={() => setOpen(true)}
      >
        {t('form.test')}
      </Button>
      <ReadableDialog
        isOpen={isOpen}
        onOpenChange={setOpen}
        width="min(36rem, calc(100vw - 2rem))"
      >
        <AppConnectionTest {...props} onClose={() => setOpen(false)} />
      </ReadableDialog>
    </>
  );
}

function AppConnectionTest(props: {
  name: string;
  workspaceUrl?: string;
  onClose(): void;
}) {
  const { name, onClose } = props;
  const api = useDatabricksApi();
  const { t } = useTranslationRef(databricksTranslationRef);
  const formId = useId();
  const [workspaceUrl, setWorkspaceUrl] = useState(props.workspaceUrl ?? '');
  const { state, run } = useTest(() =>
    api.testAppConnection(name, workspaceUrl.trim()),
  );

  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    run();
  };

  return (
    <>
      <DialogHeader>{t('appConnection.testTitle', { name })}</DialogHeader>
      <DialogBody>
        <form id={formId} className={styles.form} noValidate onSubmit={submit}>
          <Text as="p" color="secondary">
            {t('appConnection.testHelp')}
          </Text>
          <TextField
            label={t('appConnection.testWorkspace')}
            secondaryLabel={t('form.required')}
            isRequired
            validationBehavior="aria"
            value={workspaceUrl}
            onChange={setWorkspaceUrl}
          />
        </form>
        <TestResults state={state} />
      </DialogBody>
      <DialogFooter className={styles.footer}>
        <Button variant="secondary" onPress={onClose}>
          {t('appConnection.close')}
        </Button>
        <Button
          type="submit"
          form={formId}
          variant="primary"
          isDisabled={!workspaceUrl.trim()}
          isPending={state.status === 'running'}
        >
          {t('form.test')}
        </Button>
      </DialogFooter>
    </>
  );
}
