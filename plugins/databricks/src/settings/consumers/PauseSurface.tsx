import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Pause } from '@backstage-databricks/plugin-databricks-common';
import {
  useDatabricksApi,
  useEntityTitles,
  useProblemText,
  useTimeText,
} from '@backstage-databricks/plugin-databricks-react';
import { Button, Card, Text, TextField } from '@backstage/ui';
import { RiPauseCircleLine, RiPlayCircleLine } from '@remixicon/react';
import { FormEvent, useId, useState } from 'react';
import { useAction } from '../../hooks/useAction';
import { databricksTranslationRef } from '../../translation';
import { useSettingsContext } from '../SettingsContext';
import styles from './PauseSurface.module.css';

/** The emergency stop: one press, with a reason that every page shows. */
export function PauseSurface(props: { paused: Pause | undefined }) {
  const { paused } = props;
  const { refetch, announce } = useSettingsContext();
  const api = useDatabricksApi();
  const { t } = useTranslationRef(databricksTranslationRef);
  const textOf = useProblemText();
  const titleId = useId();
  const [reason, setReason] = useState('');
  const { state, run } = useAction(async () => {
    await api.setPaused(
      paused
        ? { paused: false }
        : { paused: true, reason: reason.trim() || undefined },
    );
    await refetch();
    setReason('');
    announce(paused ? t('pause.started') : t('pause.paused'));
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    run();
  };
  return (
    <Card className={styles.card}>
      <section aria-labelledby={titleId} className={styles.surface}>
        <div className={styles.words}>
          {paused ? (
            <PausedWords paused={paused} titleId={titleId} />
          ) : (
            <>
              <h3 id={titleId} className={styles.title}>
                {t('pause.title')}
              </h3>
              <Text as="p" color="secondary">
                {t('pause.help')}
              </Text>
            </>
          )}
        </div>
        <form className={styles.form} onSubmit={submit}>
          {state.status === 'failed' && (
            <Text as="p" role="alert" className={styles.failed}>
              {textOf(state.problem)}
            </Text>
          )}
          {!paused && (
            <TextField
              className={styles.reason}
              aria-label={t('pause.reason')}
              placeholder={t('pause.reason')}
              maxLength={200}
              value={reason}
              onChange={setReason}
            />
          )}
          {/* One element for both, so that it keeps the focus */}
          <Button
            type="submit"
            variant="primary"
            isPending={state.status === 'running'}
            iconStart={paused ? <RiPlayCircleLine /> : <RiPauseCircleLine />}
          >
            {paused ? t('pause.startAgain') : t('pause.pause')}
          </Button>
        </form>
      </section>
    </Card>
  );
}

function PausedWords(props: { paused: Pause; titleId: string }) {
  const { paused, titleId } = props;
  const { since, by, reason } = paused;
  const { t } = useTranslationRef(databricksTranslationRef);
  const { clock } = useTimeText();
  const { [by]: who } = useEntityTitles([by]);
  return (
    <>
      <h3 id={titleId} className={styles.title}>
        {t('pause.pausedBy', { when: clock(since), who })}
      </h3>
      <Text as="p" color="secondary">
        {reason ? t('pause.pausedReason', { reason }) : t('pause.pausedHelp')}
      </Text>
    </>
  );
}
