import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Tone,
  useProblemText,
} from '@backstage-databricks/plugin-databricks-react';
import { databricksTranslationRef } from '../../translation';
import type { ServicePrincipalState } from './servicePrincipalState';

type Said = { tone: Tone; text: string; help?: string };

const TONES = {
  rejected: 'negative',
  refused: 'negative',
  missing: 'hollow',
  unchecked: 'neutral',
  ready: 'positive',
  none: 'none',
} as const satisfies Record<
  Exclude<ServicePrincipalState['state'], 'secretEnds'>,
  Tone
>;

/** How a service principal stands, in the words of a column that says what it is about. */
export function useServicePrincipalText(): (
  servicePrincipal: ServicePrincipalState,
) => Said {
  const { t } = useTranslationRef(databricksTranslationRef);
  const problemText = useProblemText();
  const refusalText = (reason: string) => {
    const message = t('fabricTable.servicePrincipal.refused');
    const text = problemText({
      code: 'databricks_refused',
      message,
      values: { reason },
    });
    return text === message ? undefined : text;
  };
  return servicePrincipal => {
    const { state } = servicePrincipal;
    switch (state) {
      case 'secretEnds': {
        const { days } = servicePrincipal;
        return {
          tone: days < 0 ? 'negative' : 'warning',
          text:
            (days < 0 && t('automation.secretEnded')) ||
            (days === 0 && t('automation.secretEndsToday')) ||
            t('automation.secretEnds', { count: days }),
        };
      }
      case 'refused':
        return {
          tone: TONES[state],
          text: t('fabricTable.servicePrincipal.refused'),
          help: refusalText(servicePrincipal.reason),
        };
      default:
        return {
          tone: TONES[state],
          text: t(`fabricTable.servicePrincipal.${state}`),
        };
    }
  };
}
