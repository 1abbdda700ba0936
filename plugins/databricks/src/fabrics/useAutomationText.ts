import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Tone } from '@backstage-databricks/plugin-databricks-react';
import { DateTime } from 'luxon';
import { databricksTranslationRef } from '../translation';
import type { Automation } from './automation';

/** How automation stands, in a few words, with the rest of it. */
export type AutomationText = { tone: Tone; text: string; help?: string };

/** One wording for a state, wherever it is shown. */
export function useAutomationText(): (
  automation: Automation,
) => AutomationText {
  const { t } = useTranslationRef(databricksTranslationRef);
  const secretText = (count: number) => {
    if (count < 0) {
      return t('automation.secretEnded');
    }
    return count === 0
      ? t('automation.secretEndsToday')
      : t('automation.secretEnds', { count });
  };
  const nameOf = ({ name }: { name?: string }) =>
    name ?? t('automation.servicePrincipal');
  return automation => {
    switch (automation.state) {
      case 'onlyYou':
        return {
          tone: 'none',
          text: t('automation.onlyYou'),
          help: t('automation.onlyYouHelp'),
        };
      case 'missing':
        return { tone: 'hollow', text: t('automation.missing') };
      case 'ready':
        return { tone: 'positive', text: nameOf(automation) };
      case 'unchecked':
        return {
          tone: 'neutral',
          text: nameOf(automation),
          help: t('automation.unchecked'),
        };
      case 'unreachable':
        return {
          tone: 'warning',
          text: nameOf(automation),
          help: t('automation.unreachable'),
        };
      case 'unreadable':
      case 'rejected':
      case 'refused':
      case 'testFailed':
        return {
          tone: 'negative',
          text: t(`automation.${automation.state}`),
          help: automation.name,
        };
      case 'secretEnds': {
        const count = daysUntil(automation.date);
        return {
          tone: count < 0 ? 'negative' : 'warning',
          text: secretText(count),
          help: automation.name,
        };
      }
      default:
        return automation satisfies never;
    }
  };
}

/** Whole days until the end of a calendar date in UTC; negative when it is over. */
export function daysUntil(date: string): number {
  return Math.ceil(
    DateTime.fromISO(date, { zone: 'utc' }).diffNow('days').as('days'),
  );
}
