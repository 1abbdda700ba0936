import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Connection,
  Problem,
} from '@backstage-databricks/plugin-databricks-common';
import { useDatabricksApi } from '@backstage-databricks/plugin-databricks-react';
import {
  Alert,
  Button,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Text,
} from '@backstage/ui';
import { useState } from 'react';
import { toProblem } from '../hooks/toProblem';
import { databricksTranslationRef } from '../translation';
import styles from './DisconnectButton.module.css';
import { hostOf } from './hostOf';
import { nameOf } from './nameOf';
import { ReadableDialog } from './ReadableDialog';

/** Disconnects after saying which fabrics it affects, and what it does and does not do at Databricks. */
export function DisconnectButton(props: {
  connection: Connection;
  /** Titles of fabrics by their names, where they are known. */
  titles?: Record<string, string>;
  describedBy: string;
  onDisconnected(): void;
}) {
  const { connection, titles = {}, describedBy, onDisconnected } = props;
  const api = useDatabricksApi();
  const { t } = useTranslationRef(databricksTranslationRef);
  const [isOpen, setOpen] = useState(false);
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem>();

  const disconnect = async () => {
    setPending(true);
    setProblem(undefined);
    try {
      await api.disconnect(connection.id);
      setOpen(false);
      onDisconnected();
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setPending(false);
    }
  };

  return (
    <>
      <Button
        variant="secondary"
        aria-describedby={describedBy}
        onPress={() => setOpen(true)}
      >
        {t('disconnect.disconnect')}
      </Button>
      <ReadableDialog
        isOpen={isOpen}
        onOpenChange={setOpen}
        width="min(32rem, calc(100vw - 2rem))"
      >
        <DialogHeader>{t('disconnect.title')}</DialogHeader>
        <DialogBody>
          <div className={styles.body}>
            <Text as="p">
              {t('disconnect.does', {
                who: nameOf(connection.databricksUser),
                host: hostOf(connection.issuer.url),
              })}
            </Text>
            {connection.fabrics.length > 0 && (
              <div>
                <Text as="p">{t('disconnect.affects')}</Text>
                <ul className={styles.fabrics}>
                  {connection.fabrics.map(name => (
                    <li key={name}>
                      <Text>{titles[name] ?? name}</Text>
                    </li>
                  ))}
                </ul>
              </div>
            )}
            <Text as="p" color="secondary">
              {t('disconnect.doesNot')}
            </Text>
            {problem && (
              <Alert
                role="alert"
                status="danger"
                icon
                title={t('disconnect.failed')}
                description={problem.message}
              />
            )}
          </div>
        </DialogBody>
        <DialogFooter className={styles.footer}>
          <Button variant="secondary" onPress={() => setOpen(false)}>
            {t('disconnect.cancel')}
          </Button>
          <Button
            variant="primary"
            destructive
            isPending={isPending}
            onPress={disconnect}
          >
            {t('disconnect.disconnect')}
          </Button>
        </DialogFooter>
      </ReadableDialog>
    </>
  );
}
