import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  LastTest,
  Problem,
} from '@backstage-databricks/plugin-databricks-common';
import {
  CopyButton,
  Person,
  useCheckText,
  useEntityTitles,
  useProblemText,
  useTimeText,
} from '@backstage-databricks/plugin-databricks-react';
import { Button } from '@backstage/ui';
import type { ReactNode } from 'react';
import { UNREADABLE } from '../fabrics/automation';
import { daysUntil } from '../fabrics/useAutomationText';
import { useNames } from '../fabrics/useNames';
import { useTests } from '../fabrics/useTests';
import { hasFailedTest, You } from '../fabrics/you';
import { YouAction } from '../fabrics/YouAction';
import { databricksTranslationRef } from '../translation';
import { WhoToAsk } from '../ui/WhoToAsk';
import { WaitingWords } from '../workspaces/WaitingWords';
import type { FabricView } from './fabricView';

/** Something that needs somebody. */
export type FabricNeed = {
  id: string;
  tone: 'negative' | 'warning';
  sentence: ReactNode;
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
  const { servicePrincipal: name } = useNames()(view);
  const { isPending, testFabric } = useTests();
  const textOf = useProblemText();
  const checkText = useCheckText();
  const adminNames = Object.values(useEntityTitles(admins)).join(', ');

  /** Within a sentence. */
  const nameOf = ({ name: who, isOther }: Person) =>
    isOther ? t('you.otherWithin', { who }) : who;

  /** For who can mend it: `who`, or whom the problem itself names. */
  const copy = (problem: string, help = '', who = '') => (
    <CopyButton
      name={t('who.copyAnyone')}
      text={t('fabric.needs.copyText', {
        title: fabric.title,
        problem,
        help,
        page: window.location.href,
      })}
    >
      {who ? t('fabric.needs.copyFor', { who }) : t('who.copyAnyone')}
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
      // An owner could change it: who may not is left with the admins
      copy(sentence, help, adminNames)
    );
  const sentenceOf = (test: LastTest | undefined) => {
    const failed = test?.checks.find(({ id }) => test.failed?.includes(id));
    return failed ? checkText(failed) : t('fabric.needs.testFailed');
  };

  const ofYou = (): FabricNeed[] => {
    if (!issuer) {
      return [];
    }
    const { title, fabrics: count } = issuer;
    const actionOf = (state: You) => (
      <YouAction
        you={state}
        issuer={issuer}
        admins={admins}
        fabric={fabric.type === 'prophecy' ? fabric.name : undefined}
        emphasis="filled"
      />
    );
    const action = actionOf(you);
    const id = 'you';
    const testFailed = (): FabricNeed => {
      const sentence = sentenceOf(fabric.lastTest?.user);
      const help = t('fabric.needs.testFailedHelp');
      const copied = copy(sentence);
      return { id: 'test', tone: 'negative', sentence, help, action: copied };
    };
    const cannotRenew = (who: string, problem: Problem): FabricNeed => ({
      id: 'renewal',
      tone: 'negative',
      sentence: t('fabric.needs.cannotRenew', { who }),
      help: textOf(problem),
      action: (
        <WhoToAsk
          variant="secondary"
          label={t('action.askAbout', { title })}
          admins={admins}
          problem={textOf(problem)}
        />
      ),
    });
    const endsSoon = (person: Person, until?: string): FabricNeed => {
      const duration = until && remaining(until);
      const who = nameOf(person);
      return {
        id: 'end',
        tone: 'warning',
        sentence: duration
          ? t('fabric.needs.endsSoon', { who, duration })
          : t('fabric.needs.endsAnyTime', { who }),
        help: t('fabric.needs.endsSoonHelp', { count, title }),
        action: actionOf({ state: 'ended', person }),
      };
    };

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
            sentence: <WaitingWords issuer={issuer} words={t('you.waiting')} />,
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
      case 'refused':
      case 'cannotRenew':
      case 'testFailed': {
        const who = nameOf(you.person);
        const lines: FabricNeed[] = [];
        if (you.state === 'refused') {
          const sentence = t('fabric.needs.refused', { who });
          const help = you.problem && textOf(you.problem);
          lines.push({ id, tone: 'negative', sentence, help, action });
        }
        if (you.cannotRenew) {
          lines.push(cannotRenew(who, you.cannotRenew));
        }
        if (hasFailedTest(fabric)) {
          lines.push(testFailed());
        }
        if (you.endsSoon) {
          lines.push(endsSoon(you.person, you.until));
        }
        return lines;
      }
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
      default:
        return [];
    }
  };

  const ofSecret = (): FabricNeed[] => {
    const date = fabric.servicePrincipal?.secretExpiresAt;
    const isNear = fabric.warnings.some(
      ({ code }) => code === 'service_principal_secret_expires',
    );
    if (!date || !isNear) {
      return [];
    }
    const count = daysUntil(date);
    const sentence =
      count > 0
        ? t('fabric.needs.secretEnds', { name, count })
        : t(`fabric.needs.${count < 0 ? 'secretEnded' : 'secretEndsToday'}`, {
            name,
          });
    const help = t('fabric.needs.secretHelp');
    const action = fixServicePrincipal(
      t('fabric.needs.enterSecret'),
      sentence,
      help,
    );
    const tone = count < 0 ? 'negative' : 'warning';
    return [{ id: 'secret', tone, sentence, help, action }];
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
      case 'unreadable': {
        const warning = fabric.warnings.find(it =>
          UNREADABLE.includes(it.code),
        );
        const sentence = t('fabric.needs.secretUnreadable', { name });
        const help = warning && textOf(warning);
        const action = fixServicePrincipal(
          t('fabric.needs.enterSecret'),
          sentence,
          help,
        );
        return [{ id, tone: 'negative', sentence, help, action }];
      }
      case 'refused': {
        const { reason } = automation;
        const warning = fabric.warnings.find(
          it =>
            it.code === 'databricks_refused' && it.values?.reason === reason,
        );
        const sentence = t('fabric.needs.refused', { who: name });
        const help = warning && textOf(warning);
        const action = copy(sentence, help);
        return [
          { id, tone: 'negative', sentence, help, action },
          ...ofSecret(),
        ];
      }
      case 'rejected': {
        const sentence = t('fabric.needs.rejected', { name });
        const help = t('fabric.needs.rejectedHelp');
        const action = fixServicePrincipal(
          t('fabric.needs.enterSecret'),
          sentence,
          help,
        );
        return [{ id, tone: 'negative', sentence, help, action }];
      }
      case 'secretEnds':
        return ofSecret();
      case 'testFailed': {
        const sentence = sentenceOf(fabric.lastTest?.servicePrincipal);
        const help = t('fabric.needs.testFailedHelp');
        const action = (
          <Button
            variant="secondary"
            isPending={isPending}
            onPress={() =>
              testFabric(
                fabric.name,
                { title: fabric.title, who: name },
                'servicePrincipal',
              )
            }
          >
            {t('action.testAgain')}
          </Button>
        );
        return [
          { id, tone: 'negative', sentence, help, action },
          ...ofSecret(),
        ];
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
