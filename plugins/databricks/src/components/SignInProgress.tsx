import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, VisuallyHidden } from '@backstage/ui';
import type { ReactNode } from 'react';
import type { SignInState } from '../hooks/useSignIn';
import type { RequestedClient } from '../signIn/readRegistration';
import { databricksTranslationRef } from '../translation';
import { Details } from './Details';
import styles from './SignInProgress.module.css';

/** How a sign-in stands, announced to screen readers as it changes. */
export function SignInProgress(props: { state: SignInState }) {
  return (
    <div role="status" aria-live="polite">
      <Progress state={props.state} />
    </div>
  );
}

function Progress(props: { state: SignInState }): ReactNode {
  const { state } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  switch (state.status) {
    case 'idle':
      return null;
    case 'starting':
      return (
        <Alert mt="3" status="info" isPending title={t('signIn.starting')} />
      );
    case 'waiting':
      return (
        <Alert
          mt="3"
          status="info"
          isPending
          title={t('signIn.waiting')}
          description={t('signIn.waitingHelp')}
        />
      );
    case 'slow':
      return (
        <Alert
          mt="3"
          status="info"
          isPending
          title={
            state.reason === 'popupClosed'
              ? t('signIn.windowClosed')
              : t('signIn.stillWaiting')
          }
          description={
            <div className={styles.hint}>
              <p>
                {state.reason === 'popupClosed'
                  ? t('signIn.windowClosedHelp')
                  : t('signIn.waitingHelp')}
              </p>
              <ErrorPageHint registration={state.registration} />
            </div>
          }
        />
      );
    case 'blocked':
      return (
        <Alert
          mt="3"
          status="warning"
          icon
          title={t('signIn.blocked')}
          description={t('signIn.blockedHelp')}
        />
      );
    case 'failed':
      return (
        <Alert
          mt="3"
          status="danger"
          icon
          title={t('signIn.failed')}
          description={state.problem.message}
        />
      );
    case 'succeeded':
      return <VisuallyHidden>{t('signIn.succeeded')}</VisuallyHidden>;
    default:
      return state satisfies never;
  }
}

function ErrorPageHint(props: { registration: RequestedClient }) {
  const { t } = useTranslationRef(databricksTranslationRef);
  const { redirectUrl, clientId } = props.registration;
  return (
    <>
      <p className={styles.question}>{t('signIn.errorPageTitle')}</p>
      <p>{t('signIn.errorPageHelp')}</p>
      <Details
        items={[
          {
            term: t('signIn.redirectUrl'),
            value: <code>{redirectUrl}</code>,
          },
          { term: t('signIn.clientId'), value: <code>{clientId}</code> },
        ]}
      />
    </>
  );
}
