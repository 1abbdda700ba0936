import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Issuer,
  Problem,
} from '@backstage-databricks/plugin-databricks-common';
import { Button, Link } from '@backstage/ui';
import { useEffect, useRef, useState } from 'react';
import { toProblem } from '../store/toProblem';
import { useDatabricksStore } from '../store/useDatabricksStore';
import { databricksReactTranslationRef } from '../translation';
import { useProblemText } from '../ui/useProblemText';
import { useToast } from '../ui/useToast';
import { useDatabricksApi } from '../useDatabricksApi';
import { DialogLayout } from './DialogLayout';
import { personOf } from '../ui/person';
import { useConnect } from './useConnect';
import styles from './DisconnectStep.module.css';

/** How many fabrics are named. */
const NAMED = 3;

/** Long enough to change one's mind. */
const TOAST_MS = 10_000;

/** Ends a connection, after saying what that affects. */
export function DisconnectStep(props: {
  issuer: Issuer;
  /** Titles of the fabrics that it serves. */
  fabrics: string[];
}) {
  const { issuer, fabrics } = props;
  const { title, url, connection } = issuer;
  const api = useDatabricksApi();
  const store = useDatabricksStore();
  const { refetch, signIns } = store;
  const { connect } = useConnect();
  const { t } = useTranslationRef(databricksReactTranslationRef);
  const textOf = useProblemText();
  const postToast = useToast();
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const close = () => signIns.closeDialog();
  const cancelRef = useRef<HTMLButtonElement>(null);
  useEffect(() => cancelRef.current?.focus(), []);

  const disconnect = async () => {
    if (!connection || connection.status === 'not_connected') {
      close();
      return;
    }
    setPending(true);
    setProblem(undefined);
    try {
      await api.disconnect(connection.id);
      await refetch();
      close();
      // As it is now: nobody is connected there
      const again = store.issuer(issuer.id);
      const text = t('toast.disconnected', { title });
      const closeToast = postToast({
        text,
        shownMs: TOAST_MS,
        content: (
          <div className={styles.toast}>
            <span>
              {text} {t('toast.endThere')}{' '}
              <Link href={url} target="_blank">
                {t('toast.settingsThere', { title })}
              </Link>
            </span>
            {again && (
              <Button
                size="small"
                variant="secondary"
                onPress={() => {
                  closeToast();
                  connect(again);
                }}
              >
                {t('toast.connectAgain')}
              </Button>
            )}
          </div>
        ),
      });
    } catch (error) {
      setProblem(toProblem(error));
    }
    setPending(false);
  };

  const who = personOf(connection)?.name ?? '';
  const named = fabrics.slice(0, NAMED).join(', ');
  const others = fabrics.length - NAMED;
  return (
    <DialogLayout
      title={t('disconnect.title', { title })}
      grey={t('disconnect.does', { who, title })}
      more={
        <>
          {fabrics.length > 0 && (
            <p className={styles.affected}>
              {t('disconnect.affected', {
                fabrics:
                  others > 0
                    ? t('disconnect.affectedMore', {
                        fabrics: named,
                        others: String(others),
                      })
                    : named,
              })}
            </p>
          )}
          {problem && (
            <p className={styles.problem} role="alert">
              {textOf(problem)}
            </p>
          )}
        </>
      }
      buttons={
        <>
          {/* Who presses Enter at once changes nothing */}
          <Button variant="tertiary" ref={cancelRef} onPress={close}>
            {t('dialog.cancel')}
          </Button>
          <Button
            variant="primary"
            destructive
            isPending={isPending}
            onPress={disconnect}
          >
            {t('disconnect.disconnect')}
          </Button>
        </>
      }
    />
  );
}
