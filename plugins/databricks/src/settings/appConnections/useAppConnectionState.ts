import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { AppConnection } from '@backstage-databricks/plugin-databricks-common';
import {
  Tone,
  useProblemText,
  useTimeText,
} from '@backstage-databricks/plugin-databricks-react';
import { databricksTranslationRef } from '../../translation';

/** Databricks does not say which of the two is wrong, and the words for developers tell them to ask an admin. */
const CLIENT_CODES = new Set(['app_connection_rejected', 'client_rejected']);

/** How an app connection stands at Databricks, since when, and why. */
export function useAppConnectionState(connection: AppConnection): {
  tone: Tone;
  text: string;
  /** The exact time, on hover. */
  help?: string;
  /** Another client secret mends it. */
  needsSecret: boolean;
} {
  const { health, healthAt, healthReason } = connection;
  const { t } = useTranslationRef(databricksTranslationRef);
  const textOf = useProblemText();
  const { relative, exact } = useTimeText();
  const help = healthAt && exact(healthAt);

  if (healthReason?.code === 'credentials_unreadable') {
    const text = t('appConnections.state.secretUnreadable');
    return { tone: 'negative', text, needsSecret: true };
  }
  if (healthReason?.code === 'encryption_key_unavailable') {
    const text = t('appConnections.state.keyMissing');
    return { tone: 'negative', text, needsSecret: true };
  }
  switch (health) {
    case 'accepted':
      return {
        tone: 'positive',
        text: healthAt
          ? t('appConnections.state.acceptedAt', { when: relative(healthAt) })
          : t('appConnections.state.accepted'),
        help,
        needsSecret: false,
      };
    case 'unchecked':
      return {
        tone: 'neutral',
        text: t('appConnections.state.unchecked'),
        needsSecret: false,
      };
    case 'rejected': {
      const isClient = !healthReason || CLIENT_CODES.has(healthReason.code);
      const reason = isClient
        ? t('appConnections.state.rejectedClient')
        : textOf(healthReason);
      return {
        tone: 'negative',
        text: healthAt
          ? t('appConnections.state.rejectedAt', {
              when: relative(healthAt),
              reason,
            })
          : t('appConnections.state.rejected', { reason }),
        help,
        needsSecret: isClient,
      };
    }
    default:
      return health satisfies never;
  }
}
