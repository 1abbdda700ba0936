import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Person,
  useProblemText,
  useTimeText,
} from '@backstage-databricks/plugin-databricks-react';
import { hasFailedTest, signInFabric, You } from '../fabrics/you';
import { YouAction } from '../fabrics/YouAction';
import { databricksTranslationRef } from '../translation';
import { WaitingWords } from '../workspaces/WaitingWords';
import { CopyNeed } from './CopyNeed';
import type { FabricNeed } from './FabricNeed';
import type { FabricView } from './fabricView';
import { useFailedSentence } from './useFailedSentence';

/** What a fabric needs for the user to work there. */
export function useUserNeeds(view: FabricView): FabricNeed[] {
  const { fabric, issuer, you, admins } = view;
  const { t } = useTranslationRef(databricksTranslationRef);
  const { remaining } = useTimeText();
  const textOf = useProblemText();
  const failedSentence = useFailedSentence();
  if (!issuer) {
    return [];
  }
  const { title, fabrics: count } = issuer;
  const id = 'you';

  /** Within a sentence. */
  const nameOf = ({ name: who, isOther }: Person) =>
    isOther ? t('you.otherWithin', { who }) : who;
  const actionOf = (state: You) => (
    <YouAction
      you={state}
      issuer={issuer}
      admins={admins}
      fabric={signInFabric(fabric)}
      emphasis="filled"
    />
  );
  const action = actionOf(you);

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
  const testFailed = (): FabricNeed => {
    const sentence = failedSentence(fabric.lastTest?.user);
    return {
      id: 'test',
      tone: 'negative',
      sentence,
      help: t('fabric.needs.testFailedHelp'),
      action: <CopyNeed fabric={fabric} sentence={sentence} />,
    };
  };

  switch (you.state) {
    case 'notConnected': {
      const sentence = t('fabric.needs.connect', { title });
      const help = t('fabric.needs.connectHelp', { count });
      return [{ id, tone: 'warning', sentence, help, action }];
    }
    case 'waiting': {
      const sentence = (
        <WaitingWords issuer={issuer} words={t('you.waiting')} />
      );
      const help = t('you.waitingHelp');
      return [{ id, tone: 'warning', sentence, help, action }];
    }
    case 'ended': {
      const sentence = t('fabric.needs.ended', { who: nameOf(you.person) });
      const help = [
        you.reason && textOf(you.reason),
        t('fabric.needs.reconnectHelp', { count, title }),
      ]
        .filter(Boolean)
        .join(' ');
      return [{ id, tone: 'negative', sentence, help, action }];
    }
    case 'unreadable': {
      const sentence = t('fabric.needs.unreadable');
      const help = t('fabric.needs.reconnectHelp', { count, title });
      return [{ id, tone: 'negative', sentence, help, action }];
    }
    case 'notSetUp': {
      const problem = issuer.appConnection?.problem;
      const sentence = t('fabric.needs.notSetUp', { title });
      const help = problem ? textOf(problem) : t('fabric.needs.notSetUpHelp');
      return [{ id, tone: 'warning', sentence, help, action }];
    }
    case 'connected':
    case 'expiresSoon':
    case 'refused':
    case 'cannotRenew':
    case 'testFailed': {
      const who = nameOf(you.person);
      const needs: FabricNeed[] = [];
      if (you.state === 'refused') {
        const sentence = t('fabric.needs.refused', { who });
        const help = you.problem && textOf(you.problem);
        needs.push({ id, tone: 'negative', sentence, help, action });
      }
      if (you.cannotRenew) {
        needs.push({
          id: 'renewal',
          tone: 'negative',
          sentence: t('fabric.needs.cannotRenew', { who }),
          help: textOf(you.cannotRenew),
          action: actionOf({ ...you, state: 'cannotRenew' }),
        });
      }
      if (hasFailedTest(fabric)) {
        needs.push(testFailed());
      }
      if (you.endsSoon) {
        needs.push(endsSoon(you.person, you.until));
      }
      return needs;
    }
    case 'none':
      return [];
    default:
      return you satisfies never;
  }
}
