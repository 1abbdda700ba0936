import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useProblemText } from '@backstage-databricks/plugin-databricks-react';
import {
  Button,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Text,
  TextField,
} from '@backstage/ui';
import { useState } from 'react';
import { ReadableDialog } from '../../ui/ReadableDialog';
import { databricksTranslationRef } from '../../translation';
import type { AdminConnection } from './AdminConnection';
import styles from './EndConnections.module.css';
import { ToEnd, useEndConnections } from './useEndConnections';
import { useNameList } from './useNameList';

/** What the backend takes. */
const MAX_REASON = 200;

/** Ends connections after saying whose; their users read the reason. Stays open while some are left. */
export function EndConnections(props: {
  toEnd: ToEnd;
  titles: Record<string, string>;
  onClose(): void;
  /** `left` could not be ended. */
  onEnded(count: number, left: AdminConnection[]): void;
}) {
  const { toEnd, titles, onClose, onEnded } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const textOf = useProblemText();
  const listOf = useNameList();
  const [reason, setReason] = useState('');
  const { state, end } = useEndConnections(toEnd);

  const namesOf = (connections: AdminConnection[]) =>
    connections.map(({ user }) => titles[user]);
  const of =
    toEnd.kind === 'user' ? [titles[toEnd.user]] : namesOf(toEnd.connections);
  const who = of[0];
  const count = of.length;
  const confirm = async () => {
    const ended = await end(reason);
    if (ended) {
      onEnded(ended.count, ended.left);
    }
  };

  const isAll = toEnd.kind === 'user';
  return (
    <ReadableDialog
      isOpen
      onOpenChange={isOpen => isOpen || onClose()}
      width="min(460px, 100vw - 2rem)"
    >
      <DialogHeader>
        {isAll
          ? t('connectionTable.endAllTitle', { who })
          : t('connectionTable.endTitle', { count })}
      </DialogHeader>
      <DialogBody>
        <div className={styles.body}>
          <Text as="p">
            {isAll
              ? t('connectionTable.endAllHelp', { who })
              : t('connectionTable.endHelp', { names: listOf(of) })}
          </Text>
          <TextField
            label={t('connectionTable.reason')}
            secondaryLabel={t('connectionTable.optional')}
            description={
              new Set(of).size === 1
                ? t('connectionTable.readBy', { who })
                : t('connectionTable.readByAll')
            }
            maxLength={MAX_REASON}
            value={reason}
            onChange={setReason}
          />
          {state.status === 'failed' && (
            <Text as="p" role="alert">
              {state.connections.length > 0
                ? t('connectionTable.failed', {
                    count: state.connections.length,
                    names: listOf(namesOf(state.connections)),
                    why: textOf(state.problem),
                  })
                : textOf(state.problem)}
            </Text>
          )}
        </div>
      </DialogBody>
      <DialogFooter>
        <span className={styles.progress} role="status">
          {state.status === 'running' &&
            count > 1 &&
            t('connectionTable.progress', {
              n: String(state.done),
              total: String(count),
            })}
        </span>
        <Button variant="secondary" onPress={onClose}>
          {t('action.cancel')}
        </Button>
        <Button
          variant="primary"
          destructive
          isPending={state.status === 'running'}
          onPress={confirm}
        >
          {isAll
            ? t('connectionTable.end')
            : t('connectionTable.endSelected', { count })}
        </Button>
      </DialogFooter>
    </ReadableDialog>
  );
}
