import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Issuer } from '@backstage-databricks/plugin-databricks-common';
import { useConnect } from '@backstage-databricks/plugin-databricks-react';
import type { KeyboardEvent, SyntheticEvent } from 'react';
import { databricksTranslationRef } from '../translation';
import styles from './WaitingWords.module.css';

const stop = (event: SyntheticEvent) => event.stopPropagation();

/** A row that leads elsewhere does not take a press of what is in it for its own. */
const inRow = {
  onPointerDown: stop,
  onMouseDown: stop,
  onKeyDown: (event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.stopPropagation();
    }
  },
};

/** That a sign-in waits for Databricks. Pressing the words shows its dialog again. */
export function WaitingWords(props: { issuer: Issuer; words: string }) {
  const { issuer, words } = props;
  const { title } = issuer;
  const { t } = useTranslationRef(databricksTranslationRef);
  const { show } = useConnect();
  return (
    <button
      type="button"
      className={styles.words}
      aria-label={t('action.showDialog', { words, title })}
      {...inRow}
      onClick={event => {
        event.stopPropagation();
        show(issuer);
      }}
    >
      {words}
    </button>
  );
}
