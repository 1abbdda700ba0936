import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Problem } from '@backstage-databricks/plugin-databricks-common';
import { useProblemText } from '@backstage-databricks/plugin-databricks-react';
import { Button } from '@backstage/ui';
import { UNREADABLE } from '../fabrics/automation';
import { daysUntil } from '../fabrics/useAutomationText';
import { useNames } from '../fabrics/useNames';
import { useTests } from '../fabrics/useTests';
import { databricksTranslationRef } from '../translation';
import { CopyNeed } from './CopyNeed';
import type { FabricNeed } from './FabricNeed';
import type { FabricView } from './fabricView';
import { useFailedSentence } from './useFailedSentence';

/** What a fabric needs for scheduled and automated work. */
export function useAutomationNeeds(
  view: FabricView,
  onServicePrincipal: () => void,
): FabricNeed[] {
  const { fabric, automation, admins } = view;
  const { t } = useTranslationRef(databricksTranslationRef);
  const { servicePrincipal: name } = useNames()(view);
  const { isPending, testFabric } = useTests();
  const textOf = useProblemText();
  const failedSentence = useFailedSentence();
  const warningOf = (codes: string[], ofReason?: string) =>
    fabric.warnings.find(
      ({ code, values }) =>
        codes.includes(code) && (!ofReason || values?.reason === ofReason),
    );
  const helpOf = (warning: Problem | undefined) => warning && textOf(warning);

  /** What the form of the service principal mends: by who may, and else by the admins. */
  const toEnter = (
    need: { tone: FabricNeed['tone']; sentence: string; help?: string },
    label: string = t('fabric.needs.enterSecret'),
  ): FabricNeed => ({
    id: need.sentence,
    ...need,
    action: fabric.canEdit ? (
      <Button variant="secondary" onPress={onServicePrincipal}>
        {label}
      </Button>
    ) : (
      <CopyNeed fabric={fabric} {...need} who={admins} />
    ),
  });
  const ofSecret = (): FabricNeed[] => {
    const date = fabric.servicePrincipal?.secretExpiresAt;
    if (!date || !warningOf(['service_principal_secret_expires'])) {
      return [];
    }
    const count = daysUntil(date);
    const ended = count < 0 ? 'secretEnded' : 'secretEndsToday';
    return [
      toEnter({
        tone: count < 0 ? 'negative' : 'warning',
        sentence:
          count > 0
            ? t('fabric.needs.secretEnds', { name, count })
            : t(`fabric.needs.${ended}`, { name }),
        help: t('fabric.needs.secretHelp'),
      }),
    ];
  };

  const id = 'automation';
  switch (automation.state) {
    case 'missing':
      return [
        toEnter(
          {
            tone: 'warning',
            sentence: t('fabric.needs.missing'),
            help: t('fabric.needs.missingHelp'),
          },
          t('fabric.needs.addServicePrincipal'),
        ),
      ];
    case 'unreadable':
      return [
        toEnter({
          tone: 'negative',
          sentence: t('fabric.needs.secretUnreadable', { name }),
          help: helpOf(warningOf(UNREADABLE)),
        }),
      ];
    case 'rejected':
      return [
        toEnter({
          tone: 'negative',
          sentence: t('fabric.needs.rejected', { name }),
          help: t('fabric.needs.rejectedHelp'),
        }),
      ];
    case 'refused': {
      const sentence = t('fabric.needs.refused', { who: name });
      const why = helpOf(warningOf(['databricks_refused'], automation.reason));
      const action = (
        <CopyNeed fabric={fabric} sentence={sentence} help={why} />
      );
      return [
        { id, tone: 'negative', sentence, help: why, action },
        ...ofSecret(),
      ];
    }
    case 'testFailed': {
      const sentence = failedSentence(fabric.lastTest?.servicePrincipal);
      const tested = { title: fabric.title, who: name };
      const action = (
        <Button
          variant="secondary"
          isPending={isPending}
          onPress={() => testFabric(fabric.name, tested, 'servicePrincipal')}
        >
          {t('action.testAgain')}
        </Button>
      );
      return [
        {
          id,
          tone: 'negative',
          sentence,
          help: t('fabric.needs.testFailedHelp'),
          action,
        },
        ...ofSecret(),
      ];
    }
    case 'secretEnds':
      return ofSecret();
    case 'onlyYou':
      return warningOf(['schedules_cannot_run'])
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
}
