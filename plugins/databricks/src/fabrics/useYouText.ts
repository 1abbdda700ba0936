import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Issuer } from '@backstage-databricks/plugin-databricks-common';
import {
  Person,
  Tone,
  usePersonName,
  useTimeText,
} from '@backstage-databricks/plugin-databricks-react';
import { databricksTranslationRef } from '../translation';
import type { You, YouState } from './you';

const tones: Record<YouState, Tone> = {
  connected: 'positive',
  expiresSoon: 'warning',
  ended: 'negative',
  unreadable: 'negative',
  refused: 'negative',
  cannotRenew: 'negative',
  testFailed: 'negative',
  notConnected: 'hollow',
  waiting: 'turning',
  notSetUp: 'none',
  none: 'none',
};

/** How the user stands, in a few words. */
export type YouText = { tone: Tone; text: string; detail?: string };

/** One wording for a state, wherever it is shown. */
export function useYouText() {
  const { t } = useTranslationRef(databricksTranslationRef);
  const { remaining, relative } = useTimeText();

  const nameOf = usePersonName();
  /** Within a line. The end is an estimate, so that it may be over and nothing has ended. */
  const left = (until: string | undefined) => {
    const duration = until && remaining(until);
    return duration
      ? t('you.left', { duration })
      : until && t('you.leftNothing');
  };

  /** In a row, card or line. */
  const inRow = (you: You): YouText => {
    const tone = tones[you.state];
    switch (you.state) {
      case 'connected':
        return { tone, text: nameOf(you.person) };
      case 'expiresSoon': {
        const detail = left(you.until);
        return { tone, text: nameOf(you.person), detail };
      }
      case 'ended':
      case 'unreadable':
      case 'notConnected':
      case 'waiting':
      case 'refused':
      case 'cannotRenew':
      case 'testFailed':
      case 'none':
      case 'notSetUp':
        return { tone, text: t(`you.${you.state}`) };
      default:
        return you satisfies never;
    }
  };

  /** On a tile: two lines. */
  const onTile = (you: You, issuer: Issuer, admins: string): YouText => {
    const tone = tones[you.state];
    const connectedAs = (person: Person) =>
      t('you.connectedAs', { who: nameOf(person) });
    const count = issuer.fabrics;
    const duration =
      'until' in you && you.until ? remaining(you.until) : undefined;
    switch (you.state) {
      case 'connected':
      case 'testFailed':
        return {
          tone: 'positive',
          text: connectedAs(you.person),
          detail: [
            you.until &&
              (duration
                ? t('you.aboutLeft', { duration })
                : t('you.endsAnyTime')),
            t('workspaces.fabrics', { count }),
          ]
            .filter(Boolean)
            .join(' · '),
        };
      case 'expiresSoon':
        return {
          tone,
          text: duration ? t('you.endsIn', { duration }) : t('you.endsAnyTime'),
          detail: connectedAs(you.person),
        };
      case 'ended':
        return {
          tone,
          text: t('you.ended'),
          detail: you.since
            ? t('you.endedAt', {
                when: relative(you.since),
                who: nameOf(you.person),
              })
            : t('you.was', { who: nameOf(you.person) }),
        };
      case 'unreadable':
        return {
          tone,
          text: t('you.unreadable'),
          detail: t('you.unreadableHelp'),
        };
      case 'refused':
      case 'cannotRenew':
        return {
          tone,
          text: t(`you.${you.state}`),
          detail: connectedAs(you.person),
        };
      case 'waiting':
        return { tone, text: t('you.waiting'), detail: t('you.waitingHelp') };
      case 'notConnected':
        return {
          tone,
          text: t('you.notConnected'),
          detail: t('workspaces.serves', { count }),
        };
      case 'notSetUp':
      case 'none':
        return {
          tone,
          text: t('you.notSetUp'),
          detail: admins
            ? t('you.notSetUpBy', { who: admins })
            : t('you.notSetUpHelp'),
        };
      default:
        return you satisfies never;
    }
  };

  return { inRow, onTile, nameOf, left };
}
