import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Issuer } from '@backstage-databricks/plugin-databricks-common';
import {
  useConnect,
  useProblemText,
} from '@backstage-databricks/plugin-databricks-react';
import { Button } from '@backstage/ui';
import { databricksTranslationRef } from '../translation';
import { WhoToAsk } from '../ui/WhoToAsk';
import type { You } from './you';

/** Whether there is something to press. */
export function hasYouAction({ state }: You): boolean {
  return state !== 'connected' && state !== 'testFailed' && state !== 'none';
}

/** The one thing that the user can do about their sign-in. */
export function YouAction(props: {
  you: You;
  issuer: Issuer;
  admins: string[];
  /** Where it is pressed; absent at a tile. */
  fabric?: string;
  /** `filled`: what has to be done is the main thing here. */
  emphasis: 'filled' | 'quiet';
}) {
  const { you, issuer, admins, fabric, emphasis } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const textOf = useProblemText();
  const { connect, cancel } = useConnect();
  const isFilled = emphasis === 'filled';
  const quiet = isFilled ? 'secondary' : 'tertiary';
  const { title, fabrics: count } = issuer;

  switch (you.state) {
    case 'notConnected':
      return (
        <Button
          variant={isFilled ? 'primary' : 'tertiary'}
          aria-label={t('action.connectTo', { title, count })}
          onPress={() => connect(issuer, fabric)}
        >
          {t('action.connect')}
        </Button>
      );
    case 'ended':
    case 'unreadable':
    case 'expiresSoon':
      return (
        <Button
          variant={isFilled && you.state !== 'expiresSoon' ? 'primary' : quiet}
          aria-label={t('action.reconnectTo', { title, count })}
          onPress={() => connect(issuer, fabric)}
        >
          {t('action.reconnect')}
        </Button>
      );
    case 'waiting':
      return (
        <Button
          variant="tertiary"
          aria-label={t('action.cancelFor', { title })}
          onPress={() => cancel(issuer)}
        >
          {t('action.cancel')}
        </Button>
      );
    case 'refused':
      return (
        <WhoToAsk
          variant={quiet}
          label={t('action.askAbout', { title })}
          problem={you.problem ? textOf(you.problem) : t('you.refused')}
        />
      );
    case 'cannotRenew':
    case 'notSetUp': {
      const problem =
        'cannotRenew' in you ? you.cannotRenew : issuer.appConnection?.problem;
      return (
        <WhoToAsk
          variant={quiet}
          label={t('action.askAbout', { title })}
          admins={admins}
          problem={
            problem ? textOf(problem) : t('fabric.needs.notSetUp', { title })
          }
        />
      );
    }
    case 'connected':
    case 'testFailed':
    case 'none':
      return null;
    default:
      return you satisfies never;
  }
}
