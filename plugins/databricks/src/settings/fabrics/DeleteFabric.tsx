import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FabricDefinition } from '@backstage-databricks/plugin-databricks-common';
import {
  useDatabricksApi,
  useProblemText,
} from '@backstage-databricks/plugin-databricks-react';
import {
  Button,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Text,
} from '@backstage/ui';
import { ReadableDialog } from '../../ui/ReadableDialog';
import { useAction } from '../../hooks/useAction';
import { databricksTranslationRef } from '../../translation';
import { useSettingsContext } from '../SettingsContext';

/** Deletes a fabric, after saying what that stops. */
export function DeleteFabric(props: {
  fabric: FabricDefinition;
  onClose(): void;
  onDeleted(): void;
}) {
  const { fabric, onClose, onDeleted } = props;
  const { name, title, etag } = fabric;
  const api = useDatabricksApi();
  const { refetch } = useSettingsContext();
  const textOf = useProblemText();
  const { t } = useTranslationRef(databricksTranslationRef);
  const { state, run } = useAction(() => api.deleteFabric(name, { etag }));

  const confirm = async () => {
    if (await run()) {
      onDeleted();
    } else {
      // Somebody may have changed it: the next try is about what is there now
      await refetch();
    }
  };
  return (
    <ReadableDialog
      isOpen
      onOpenChange={isOpen => isOpen || onClose()}
      width="min(460px, 100vw - 2rem)"
    >
      <DialogHeader>{t('fabricTable.deleteTitle', { title })}</DialogHeader>
      <DialogBody>
        <Text as="p">{t('fabricTable.deleteHelp')}</Text>
        {state.status === 'failed' && (
          <Text as="p" role="alert">
            {textOf(state.problem)}
          </Text>
        )}
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          {t('action.cancel')}
        </Button>
        <Button
          variant="primary"
          destructive
          isPending={state.status === 'running'}
          onPress={confirm}
        >
          {t('fabricTable.delete')}
        </Button>
      </DialogFooter>
    </ReadableDialog>
  );
}
