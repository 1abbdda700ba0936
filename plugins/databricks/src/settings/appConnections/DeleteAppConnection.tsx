import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { AppConnection } from '@backstage-databricks/plugin-databricks-common';
import {
  toProblem,
  useDatabricksApi,
  useToast,
} from '@backstage-databricks/plugin-databricks-react';
import { Text } from '@backstage/ui';
import { useAction } from '../../hooks/useAction';
import { databricksTranslationRef } from '../../translation';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { useSettingsContext } from '../SettingsContext';
import { useTitleList } from '../useTitleList';
import { useChangeText } from './useChangeText';

/** Deletes an app connection that no fabric names; else it says which do. */
export function DeleteAppConnection(props: {
  connection: AppConnection;
  onClose(): void;
}) {
  const { connection, onClose } = props;
  const { name, title, etag, connections } = connection;
  const { settings, refetch } = useSettingsContext();
  const api = useDatabricksApi();
  const postToast = useToast();
  const textOf = useChangeText();
  const listOf = useTitleList();
  const { t } = useTranslationRef(databricksTranslationRef);
  const naming = settings.fabrics.filter(it => it.appConnection === name);
  const { state, run } = useAction(async () => {
    try {
      await api.deleteAppConnection(name, { etag });
    } catch (error) {
      if (toProblem(error).code === 'conflict') {
        // It was changed, or a fabric names it since, which the dialog then says
        await refetch();
      }
      throw error;
    }
    onClose();
    postToast({ text: t('appConnections.deleted', { title }) });
    await refetch();
  });
  const isNamed = naming.length > 0;
  return (
    <ConfirmDialog
      title={t('appConnections.deleteTitle', { title })}
      confirm={isNamed ? undefined : t('appConnections.delete')}
      isPending={state.status === 'running'}
      failed={
        state.status === 'failed' && !isNamed
          ? textOf(state.problem)
          : undefined
      }
      onConfirm={run}
      onClose={onClose}
    >
      <Text as="p" role="status">
        {isNamed
          ? t('appConnections.named', {
              count: naming.length,
              fabrics: listOf(naming.map(it => it.title)),
            })
          : t('appConnections.deleteHelp', { count: connections })}
      </Text>
    </ConfirmDialog>
  );
}
