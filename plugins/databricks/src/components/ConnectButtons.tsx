import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import type { SignIn } from '../hooks/useSignIn';
import { databricksTranslationRef } from '../translation';

/** What the developer can press while connecting: exactly one primary action at any time. */
export function ConnectButtons(props: {
  signIn: SignIn;
  reconnect: boolean;
  isDisabled: boolean;
  describedBy: string;
}) {
  const { signIn, reconnect, isDisabled, describedBy } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const label = reconnect ? t('connect.reconnect') : t('connect.connect');
  // Its key keeps the pressed Connect from turning into it under the pointer.
  const cancel = (
    <Button
      key="cancel"
      variant="tertiary"
      aria-describedby={describedBy}
      onPress={signIn.cancel}
    >
      {t('connect.cancel')}
    </Button>
  );
  const { status } = signIn.state;

  switch (status) {
    case 'idle':
    case 'starting':
      return (
        <Button
          variant="primary"
          aria-describedby={describedBy}
          isDisabled={isDisabled}
          isPending={status === 'starting'}
          onPress={signIn.connect}
        >
          {label}
        </Button>
      );
    case 'succeeded':
      return (
        <Button variant="primary" aria-describedby={describedBy} isPending>
          {label}
        </Button>
      );
    case 'failed':
      return (
        <Button
          variant="primary"
          aria-describedby={describedBy}
          isDisabled={isDisabled}
          onPress={signIn.connect}
        >
          {t('connect.tryAgain')}
        </Button>
      );
    case 'waiting':
      return cancel;
    case 'slow':
      return (
        <>
          <Button
            variant="primary"
            aria-describedby={describedBy}
            onPress={signIn.connect}
          >
            {t('connect.tryAgain')}
          </Button>
          {cancel}
        </>
      );
    case 'blocked':
      return (
        <>
          <Button
            variant="primary"
            aria-describedby={describedBy}
            onPress={signIn.connectInThisWindow}
          >
            {t('signIn.continueHere')}
          </Button>
          <Button
            variant="secondary"
            aria-describedby={describedBy}
            onPress={signIn.connect}
          >
            {t('connect.tryAgain')}
          </Button>
          {cancel}
        </>
      );
    default:
      return status satisfies never;
  }
}
