import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Button,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Text,
} from '@backstage/ui';
import { ReactNode, useEffect, useRef } from 'react';
import { ReadableDialog } from './ReadableDialog';
import { databricksTranslationRef } from '../translation';
import styles from './ConfirmDialog.module.css';

/** Asks before something that cannot be undone. */
export function ConfirmDialog(props: {
  title: string;
  /** What it does, and to whom. */
  children: ReactNode;
  /** What the button does; absent where it cannot be done, and the dialog says why. */
  confirm?: string;
  isPending: boolean;
  /** Why it did not work. */
  failed?: string;
  onConfirm(): void;
  onClose(): void;
}) {
  const { title, children, confirm, isPending, failed } = props;
  const { onConfirm, onClose } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const cancel = useRef<HTMLButtonElement>(null);
  // What cannot be undone is not what Enter does
  useEffect(() => cancel.current?.focus(), []);
  return (
    <ReadableDialog
      isOpen
      onOpenChange={isOpen => isOpen || onClose()}
      width="min(460px, 100vw - 2rem)"
    >
      <DialogHeader>{title}</DialogHeader>
      <DialogBody>
        <div className={styles.body}>{children}</div>
      </DialogBody>
      <DialogFooter>
        {failed && (
          <Text as="p" role="alert" className={styles.failed}>
            {failed}
          </Text>
        )}
        <Button ref={cancel} variant="tertiary" onPress={onClose}>
          {t('action.cancel')}
        </Button>
        {confirm && (
          <Button
            variant="primary"
            destructive
            isPending={isPending}
            onPress={onConfirm}
          >
            {confirm}
          </Button>
        )}
      </DialogFooter>
    </ReadableDialog>
  );
}
