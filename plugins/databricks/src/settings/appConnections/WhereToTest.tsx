import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  hostOf,
  useProblemText,
} from '@backstage-databricks/plugin-databricks-react';
import {
  Button,
  Combobox,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Text,
} from '@backstage/ui';
import { FormEvent, useId, useState } from 'react';
import { ReadableDialog } from '../../ui/ReadableDialog';
import type { TestState } from '../../hooks/useTest';
import { databricksTranslationRef } from '../../translation';
import { useSettingsContext } from '../SettingsContext';
import styles from './WhereToTest.module.css';

/** Asks for a workspace to test an app connection at that no fabric names yet. */
export function WhereToTest(props: {
  title: string;
  state: TestState;
  run(workspaceUrl: string): Promise<boolean>;
  onClose(): void;
}) {
  const { title, state, run, onClose } = props;
  const { settings } = useSettingsContext();
  const { t } = useTranslationRef(databricksTranslationRef);
  const textOf = useProblemText();
  const formId = useId();
  const [workspaceUrl, setWorkspaceUrl] = useState('');
  const known = new Map(
    settings.fabrics.map(it => [
      it.workspaceUrl,
      it.workspaceTitle ?? hostOf(it.workspaceUrl),
    ]),
  );

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (await run(workspaceUrl.trim())) {
      onClose();
    }
  };
  return (
    <ReadableDialog
      isOpen
      onOpenChange={isOpen => isOpen || onClose()}
      width="min(36rem, 100vw - 2rem)"
    >
      <DialogHeader>{t('appConnections.where.title', { title })}</DialogHeader>
      <DialogBody>
        <form id={formId} className={styles.body} onSubmit={submit}>
          <Text as="p" color="secondary">
            {t('appConnections.where.help')}
          </Text>
          <Combobox
            label={t('appConnections.where.workspaceUrl')}
            allowsCustomValue
            menuTrigger="focus"
            options={[...known].map(([url, description]) => ({
              id: url,
              label: url,
              description,
            }))}
            search={{ onInputChange: setWorkspaceUrl }}
          />
          {state.status === 'failed' && (
            <Text as="p" role="alert">
              {textOf(state.problem)}
            </Text>
          )}
        </form>
      </DialogBody>
      <DialogFooter>
        <Button variant="tertiary" onPress={onClose}>
          {t('action.cancel')}
        </Button>
        <Button
          type="submit"
          form={formId}
          variant="primary"
          isPending={state.status === 'running'}
        >
          {t('appConnections.test')}
        </Button>
      </DialogFooter>
    </ReadableDialog>
  );
}
