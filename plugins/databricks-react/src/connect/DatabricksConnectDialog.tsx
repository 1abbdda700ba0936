import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Dialog, VisuallyHidden } from '@backstage/ui';
import { RiErrorWarningLine } from '@remixicon/react';
import { useEffect, useId, useRef } from 'react';
import type { OpenDialog } from '../signIn/SignIns';
import { useDatabricksStore, useRemote } from '../store/useDatabricksStore';
import { databricksReactTranslationRef } from '../translation';
import { useToast } from '../ui/useToast';
import { DialogLayout } from './DialogLayout';
import { DisconnectStep } from './DisconnectStep';
import { personOf } from './personOf';
import { SignInStep } from './SignInStep';
import { useSignIns } from './useConnect';
import styles from './DatabricksConnectDialog.module.css';

/** A dialog is drawn away within a fraction of a second. */
const LOOK_MS = 100;
const MAX_LOOKS = 20;

/**
 * The one dialog in which people connect, switch and disconnect, and what is said when that is done. Where several are
 * on a page, one of them is drawn.
 *
 * @public
 */
export function DatabricksConnectDialog() {
  const { signIns } = useDatabricksStore();
  const { host } = useSignIns();
  const id = useId();
  useEffect(() => signIns.addHost(id), [id, signIns]);
  return host === id ? <DialogOfPage /> : null;
}

function DialogOfPage() {
  const store = useDatabricksStore();
  const { dialog, byIssuer } = useSignIns();
  const { t } = useTranslationRef(databricksReactTranslationRef);
  useSuccessToast();
  useFocusAfter(dialog);
  const isWaiting = Object.values(byIssuer).some(
    ({ status }) => status === 'waiting',
  );
  return (
    <>
      <VisuallyHidden role="status">
        {isWaiting && t('toast.waiting')}
      </VisuallyHidden>
      <Dialog
        className={styles.dialog}
        width="min(460px, 100vw - 2rem)"
        isOpen={dialog !== undefined}
        onOpenChange={isOpen => isOpen || store.signIns.closeDialog()}
      >
        <Step dialog={dialog} />
      </Dialog>
    </>
  );
}

function Step(props: { dialog: OpenDialog | undefined }) {
  // While it fades out it stays what it was
  const last = useRef(props.dialog);
  last.current = props.dialog ?? last.current;
  const dialog = last.current;
  const store = useDatabricksStore();
  const list = useRemote(store.list);
  const { byIssuer } = useSignIns();
  const { t } = useTranslationRef(databricksReactTranslationRef);
  const issuer = store.issuer(dialog?.issuer);

  if (!dialog || list.status !== 'loaded') {
    return null;
  }
  if (!issuer) {
    return (
      <DialogLayout
        title={t('dialog.unknownTitle')}
        icon={<RiErrorWarningLine />}
        bold={t('dialog.unknownTitle')}
        grey={t('dialog.unknown')}
        buttons={
          <Button variant="primary" onPress={() => store.signIns.closeDialog()}>
            {t('dialog.close')}
          </Button>
        }
      />
    );
  }
  const { items, admins } = list.value;
  return dialog.intent === 'disconnect' ? (
    <DisconnectStep
      issuer={issuer}
      fabrics={items
        .filter(it => it.issuer === issuer.id)
        .map(({ title }) => title)}
    />
  ) : (
    <SignInStep
      key={issuer.id}
      dialog={dialog}
      issuer={issuer}
      state={byIssuer[issuer.id]}
      admins={admins}
    />
  );
}

function useSuccessToast() {
  const store = useDatabricksStore();
  const { succeeded } = useSignIns();
  const { t } = useTranslationRef(databricksReactTranslationRef);
  const postToast = useToast();
  const said = useRef(succeeded?.id);

  useEffect(() => {
    const issuer = store.issuer(succeeded?.issuer);
    const who = personOf(issuer?.connection);
    if (!succeeded || said.current === succeeded.id || !issuer || !who) {
      return;
    }
    said.current = succeeded.id;
    const { title, fabrics: count } = issuer;
    postToast({ text: t('toast.connected', { count, title, who }) });
  });
}

/** What opened the dialog may be gone when it closes: the focus then goes to where the sign-in itself is shown. */
function useFocusAfter(dialog: OpenDialog | undefined) {
  const issuer = useRef<string>();
  useEffect(() => {
    if (dialog) {
      issuer.current = dialog.issuer;
      return undefined;
    }
    if (issuer.current === undefined) {
      return undefined;
    }
    // The library first draws the dialog away, and gives the focus back if what opened it is still there
    let looks = 0;
    const timer = setInterval(() => {
      const { activeElement } = document;
      looks += 1;
      if (activeElement && activeElement !== document.body) {
        if (!activeElement.closest('[role=dialog]')) {
          clearInterval(timer);
        }
        return;
      }
      if (looks < MAX_LOOKS) {
        const places = document.querySelectorAll<HTMLElement>(
          '[data-databricks-issuer]',
        );
        Array.from(places)
          .find(it => it.dataset.databricksIssuer === issuer.current)
          ?.focus();
      }
      clearInterval(timer);
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [dialog]);
}
