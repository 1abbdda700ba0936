import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Dialog, VisuallyHidden } from '@backstage/ui';
import { RiErrorWarningLine } from '@remixicon/react';
import { useEffect, useId, useRef } from 'react';
import type { OpenDialog } from '../signIn/DialogState';
import { useDatabricksStore, useRemote } from '../store/useDatabricksStore';
import { databricksReactTranslationRef } from '../translation';
import { personOf, usePersonName } from '../ui/person';
import { useToast } from '../ui/useToast';
import { DialogLayout } from './DialogLayout';
import { DisconnectStep } from './DisconnectStep';
import { SignInStep } from './SignInStep';
import { useSignIns } from './useConnect';
import styles from './DatabricksConnectDialog.module.css';

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
  useEffect(() => () => keepFocus(last.current?.issuer), []);
  const store = useDatabricksStore();
  const list = useRemote(store.list);
  const { byIssuer } = useSignIns();
  const { t } = useTranslationRef(databricksReactTranslationRef);
  // One may disconnect where no fabric is any more; to connect there is no reason
  const isGone = list.status === 'loaded' && dialog?.intent !== 'disconnect';
  const issuer =
    store.issuer(dialog?.issuer) ?? (isGone ? undefined : dialog?.of);

  if (!dialog) {
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
  const { items, admins } =
    list.status === 'loaded' ? list.value : { items: [], admins: [] };
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

/**
 * What opened the dialog may be gone: a connected tile has no button. Then what `data-databricks-focus` marks gets the
 * focus: that of the issuer, else that of the page.
 */
function keepFocus(issuer = '') {
  // The dialog itself gives it back in the next frame, where it can
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) {
        const marked = [issuer, ''].map(value =>
          document.querySelector<HTMLElement>(
            `[data-databricks-focus="${CSS.escape(value)}"]`,
          ),
        );
        marked.find(Boolean)?.focus();
      }
    }),
  );
}

function useSuccessToast() {
  const store = useDatabricksStore();
  const { succeeded } = useSignIns();
  const { t } = useTranslationRef(databricksReactTranslationRef);
  const postToast = useToast();
  const nameOf = usePersonName();
  const said = useRef(succeeded?.id);

  useEffect(() => {
    const issuer = store.issuer(succeeded?.issuer);
    const person = personOf(issuer?.connection);
    const status = issuer?.connection?.status;
    const isLive = status === 'connected' || status === 'expires_soon';
    if (!succeeded || said.current === succeeded.id || !issuer || !person) {
      return;
    }
    said.current = succeeded.id;
    if (!isLive) {
      return;
    }
    const { title, fabrics: count } = issuer;
    const who = nameOf(person);
    postToast({ text: t('toast.connected', { count, title, who }) });
    // What was pressed may be gone with the sign-in that waited
    keepFocus(issuer.id);
  });
}
