import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Alert,
  Button,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Text,
} from '@backstage/ui';
import { useState } from 'react';
import { useAction } from '../../hooks/useAction';
import { databricksTranslationRef } from '../../translation';
import { ReadableDialog } from '../ReadableDialog';
import styles from './ConfirmButton.module.css';

/** Does something that cannot be undone, after saying what it does. */
export function ConfirmButton(props: {
  label: string;
  title: string;
  help: string;
  failedTitle: string;
  describedBy?: string;
  action(): Promise<void>;
  /** It did not work: what is shown may be out of date. */
  onFailed?(): void;
}) {
  const { label, title, help, failedTitle, describedBy, onFailed } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const [isOpen, setOpen] = useState(false);
  const { state, run, reset } = useAction(props.action);

  const open = (next: boolean) => {
    reset();
    setOpen(next);
  };
  const confirm = async () => {
    if (await run()) {
      setOpen(false);
    } else {
      onFailed?.();
    }
  };

  return (
    <>
      <Button
        variant="secondary"
        aria-describedby={describedBy}
        onPress={() => open(true)}
      >
        {label}
      </Button>
      <ReadableDialog
        isOpen={isOpen}
        onOpenChange={open}
        width="min(32rem, calc(100vw - 2rem))"
      >
        <DialogHeader>{title}</DialogHeader>
        <DialogBody>
          <Text as="p" className={styles.help}>
            {help}
          </Text>
          {state.status === 'failed' && (
            <Alert
              mt="3"
              role="alert"
              status="danger"
              icon
              title={failedTitle}
              description={state.problem.message}
            />
          )}
        </DialogBody>
        <DialogFooter className={styles.footer}>
          <Button variant="secondary" onPress={() => open(false)}>
            {t('remove.cancel')}
          </Button>
          <Button
            variant="primary"
            destructive
            isPending={state.status === 'running'}
            onPress={confirm}
          >
            {label}
          </Button>
        </DialogFooter>
      </ReadableDialog>
    </>
  );
}
