import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  CopyButton,
  useCheckText,
  useEntityTitles,
  useProblemText,
  useTimeText,
} from '@backstage-databricks/plugin-databricks-react';
import { Button } from '@backstage/ui';
import type { ReactNode } from 'react';
import { EVERYBODY } from '../fabrics/groupFabrics';
import { daysUntil } from '../fabrics/useAutomationText';
import { useYouText } from '../fabrics/useYouText';
import { YouAction } from '../fabrics/YouAction';
import { databricksTranslationRef } from '../translation';
import type { FabricView } from './fabricView';

/** Something that needs somebody. */
export type FabricNeed = {
  id: string;
  tone: 'negative' | 'warning';
  sentence: string;
  help?: string;
  action?: ReactNode;
};

/** What needs somebody in a fabric, worst first. */
export function useFabricNeeds(
  view: FabricView,
  onServicePrincipal: () => void,
): FabricNeed[] {
  const { fabric, issuer, you, automation, admins } = view;
  const { t } = useTranslationRef(databricksTranslationRef);
  const { remaining } = useTimeText();
  const { nameOf } = useYouText();
  const textOf = useProblemText();
  const checkText = useCheckText();
  const servicePrincipal =
    ('name' in automation && automation.name) ||
    t('fabric.acts.theServicePrincipal');
  const owners = fabric.owner === EVERYBODY ? admins : [fabric.owner];
  const ownerNames = Object.values(useEntityTitles(owners)).join(', ');

  /** For who can mend it, where the user may not. */
  const copy = (problem: string, help = '') => (
    <CopyButton
      name={t('who.copyAnyone')}
      text={t('fabric.needs.copyText', {
        title: fabric.title,
        problem,
        help,
        page: window.location.href,
      })}
    >
      {ownerNames
        ? t('fabric.needs.copyFor', { who: ownerNames })
        : t('who.copyAnyone')}
    </CopyButton>
  );
  const fixServicePrincipal = (
    label: string,
    sentence: string,
    help?: string,
  ) =>
    fabric.canEdit ? (
      <Button variant="secondary" onPress={onServicePrincipal}>
        {label}
      </Button>
    ) : (
      copy(sentence, help)
    );

  const failedOfUser = fabric.lastTest?.user?.checks.find(
    ({ state }) => state === 'failed',
  );

  const ofYou = (): FabricNeed[] => {
    if (!issuer) {
      return [];
    }
    const { title, fabrics: count } = issuer;
    const action = (
      <YouAction
        you={you}
        issuer={issuer}
        admins={admins}
        fabric={fabric.type === 'prophecy' ? fabric.name : undefined}
        emphasis="filled"
      />
    );
    const id = 'you';
    switch (you.state) {
      case 'notConnected':
        return [
          {
            id,
            tone: 'warning',
            sentence: t('fabric.needs.connect', { title }),
            help: t('fabric.needs.connectHelp', { count }),
            action,
          },
        ];
      case 'waiting':
        return [
          {
            id,
            tone: 'warning',
            sentence: t('you.waiting'),
            help: t('you.waitingHelp'),
            action,
          },
        ];
      case 'ended':
        return [
          {
            id,
            tone: 'negative',
            sentence: t('fabric.needs.ended', { who: nameOf(you.person) }),
            help: [
              you.reason && textOf(you.reason),
              t('fabric.needs.reconnectHelp', { count, title }),
            ]
              .filter(Boolean)
              .join(' '),
            action,
          },
        ];
      case 'unreadable':
        return [
          {
            id,
            tone: 'negative',
            sentence: t('fabric.needs.unreadable'),
            help: t('fabric.needs.reconnectHelp', { count, title }),
            action,
          },
        ];
      case 'expiresSoon':
        return [
          {
            id,
            tone: 'warning',
            sentence: t('fabric.needs.endsSoon', {
              who: nameOf(you.person),
              duration: you.until ? remaining(you.until) : '',
            }),
            help: t('fabric.needs.endsSoonHelp', { count, title }),
            action: (
              <YouAction
                you={{ ...you, state: 'ended' }}
                issuer={issuer}
                admins={admins}
                fabric={fabric.type === 'prophecy' ? fabric.name : undefined}
                emphasis="filled"
              />
            ),
          },
        ];
      case 'refused':
        return [
          {
            id,
            tone: 'negative',
            sentence: t('fabric.needs.refused', { who: nameOf(you.person) }),
            help: you.problem && textOf(you.problem),
            action,
          },
        ];
      case 'notSetUp':
        return [
          {
            id,
            tone: 'warning',
            sentence: t('fabric.needs.notSetUp', { title }),
            help: issuer.appConnection?.problem
              ? textOf(issuer.appConnection.problem)
              : t('fabric.needs.notSetUpHelp'),
            action,
          },
        ];
      case 'testFailed':
        return [
          {
            id,
            tone: 'negative',
            sentence: failedOfUser
              ? checkText(failedOfUser)
              : t('fabric.needs.testFailed'),
            help: t('fabric.needs.testFailedHelp'),
            action: copy(
              failedOfUser
                ? checkText(failedOfUser)
                : t('fabric.needs.testFailed'),
            ),
          },
        ];
      default:
        return [];
    }
  };

  const ofAutomation = (): FabricNeed[] => {
    const id = 'automation';
    switch (automation.state) {
      case 'missing': {
        const sentence = t('fabric.needs.missing');
        const help = t('fabric.needs.missingHelp');
        const action = fixServicePrincipal(
          t('fabric.needs.addServicePrincipal'),
          sentence,
          help,
        );
        return [{ id, tone: 'warning', sentence, help, action }];
      }
      case 'rejected': {
        const sentence = t('fabric.needs.rejected', { name: servicePrincipal });
        const help = t('fabric.needs.rejectedHelp');
        const action = fixServicePrincipal(
          t('fabric.needs.enterSecret'),
          sentence,
          help,
        );
        return [{ id, tone: 'negative', sentence, help, action }];
      }
      case 'secretEnds': {
        const count = daysUntil(automation.date);
        const name = servicePrincipal;
        const sentence =
          count < 0
            ? t('fabric.needs.secretEnded', { name })
            : t('fabric.needs.secretEnds', { name, count });
        const help = t('fabric.needs.secretHelp');
        const action = fixServicePrincipal(
          t('fabric.needs.enterSecret'),
          sentence,
          help,
        );
        const tone = count < 0 ? 'negative' : 'warning';
        return [{ id, tone, sentence, help, action }];
      }
      case 'testFailed': {
        const failed = fabric.lastTest?.servicePrincipal?.checks.find(
          ({ state }) => state === 'failed',
        );
        const sentence = failed
          ? checkText(failed)
          : t('fabric.needs.testFailed');
        const action = copy(sentence);
        return [{ id, tone: 'negative', sentence, action }];
      }
      case 'onlyYou':
        return fabric.warnings.some(it => it.code === 'schedules_cannot_run')
          ? [
              {
                id,
                tone: 'warning',
                sentence: t('fabric.needs.onlyYou'),
                help: t('fabric.needs.onlyYouHelp'),
              },
            ]
          : [];
      case 'ready':
      case 'unchecked':
      case 'unreachable':
        return [];
      default:
        return automation satisfies never;
    }
  };

  const others = fabric.warnings
    .filter(
      ({ code }) =>
        code === 'fewer_scopes' || code === 'databricks_unavailable',
    )
    .map(
      (warning): FabricNeed => ({
        id: warning.code,
        tone: 'warning',
        sentence: textOf(warning),
      }),
    );
  const needs = [...ofYou(), ...ofAutomation(), ...others];
  return [
    ...needs.filter(({ tone }) => tone === 'negative'),
    ...needs.filter(({ tone }) => tone === 'warning'),
  ];
}
