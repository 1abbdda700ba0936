import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { AppConnection } from '@backstage-databricks/plugin-databricks-common';
import {
  useDatabricksApi,
  useProblemText,
  useToast,
} from '@backstage-databricks/plugin-databricks-react';
import { Text, TextField } from '@backstage/ui';
import { useState } from 'react';
import { useAction } from '../../hooks/useAction';
import { databricksTranslationRef } from '../../translation';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { useSettingsContext } from '../SettingsContext';

/** Ends all that was connected with an app connection, with a reason that those people read. */
export function EndItsConnections(props: {
  connection: AppConnection;
  onClose(): void;
}) {
  const { connection, onClose } = props;
  const { name, title, connections: count } = connection;
  const { refetch } = useSettingsContext();
  const api = useDatabricksApi();
  const postToast = useToast();
  const textOf = useProblemText();
  const { t } = useTranslationRef(databricksTranslationRef);
  const [reason, setReason] = useState('');
  const { state, run } = useAction(async () => {
    const { ended } = await api.endConnections(
      { appConnection: name },
      { reason: reason.trim() || undefined },
    );
    onClose();
    postToast({ text: t('appConnections.ended', { count: ended }) });
    await refetch();
  });
  return (
    <ConfirmDialog
      title={t('appConnections.endTitle', { count })}
      confirm={t('appConnections.endConfirm', { count })}
      isPending={state.status === 'running'}
      failed={state.status === 'failed' ? textOf(state.problem) : undefined}
      onConfirm={run}
      onClose={onClose}
    >
      <Text as="p">{t('appConnections.endHelp', { title })}</Text>
      <TextField
        label={t('appConnections.reason')}
        description={t('appConnections.reasonHelp')}
        maxLength={200}
        value={reason}
        onChange={setReason}
      />
    </ConfirmDialog>
  );
}
