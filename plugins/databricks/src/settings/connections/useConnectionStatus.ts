import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Problem } from '@backstage-databricks/plugin-databricks-common';
import {
  Tone,
  useProblemText,
  useTimeText,
} from '@backstage-databricks/plugin-databricks-react';
import { youWith } from '../../fabrics/you';
import { databricksTranslationRef } from '../../translation';
import type { AdminConnection } from './AdminConnection';

/** How a connection stands, in the words of a column that says what it is about. */
export function useConnectionStatus(): (connection: AdminConnection) => {
  tone: Tone;
  text: string;
  help?: string;
} {
  const { t } = useTranslationRef(databricksTranslationRef);
  const { remaining } = useTimeText();
  const problemText = useProblemText();
  const because = (problem: Problem | undefined) => {
    const reason = problem?.values?.reason;
    // What the user reads says "your connection"
    return problem?.code === 'ended_by_admin' && reason
      ? t('connectionTable.endedByAdmin', { reason })
      : problem && problemText(problem);
  };
  return connection => {
    const you = youWith(connection);
    switch (you.state) {
      case 'connected':
      case 'expiresSoon': {
        const isSoon = you.state === 'expiresSoon';
        const duration = you.until && remaining(you.until);
        const lasts = duration
          ? t(isSoon ? 'you.endsIn' : 'you.aboutLeft', { duration })
          : you.until && t('you.endsAnyTime');
        return {
          tone: isSoon ? 'warning' : 'positive',
          text:
            lasts ??
            (isSoon
              ? t('connectionTable.filter.expires_soon')
              : t('connectionTable.connected')),
        };
      }
      case 'refused':
        return {
          tone: 'negative',
          text: t('you.refused'),
          help: because(you.problem),
        };
      case 'cannotRenew':
      case 'ended':
      case 'unreadable':
        return {
          tone: 'negative',
          text: t(`you.${you.state}`),
          help: because(connection.reason),
        };
      case 'testFailed':
      case 'waiting':
      case 'notConnected':
      case 'notSetUp':
      case 'none':
        // Of a fabric or of an issuer, never of a connection itself
        return { tone: 'none', text: '' };
      default:
        return you satisfies never;
    }
  };
}
