import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Issuer } from '@backstage-databricks/plugin-databricks-common';
import { Button, ButtonLink } from '@backstage/ui';
import {
  RiAlertLine,
  RiArrowRightSLine,
  RiArrowDownSLine,
  RiCheckboxCircleLine,
  RiDatabase2Line,
  RiErrorWarningLine,
  RiForbid2Line,
  RiLoader4Line,
  RiTimeLine,
  RiUserSharedLine,
  RiWindowLine,
} from '@remixicon/react';
import { Children, ComponentProps, ReactElement, useState } from 'react';
import type { OpenDialog } from '../signIn/DialogState';
import type { SignInState } from '../signIn/SignIns';
import type { RequestedClient } from '../signIn/readRegistration';
import { useDatabricksStore } from '../store/useDatabricksStore';
import { databricksReactTranslationRef } from '../translation';
import { CopyButton } from '../ui/CopyButton';
import { useEntityTitles } from '../ui/useEntityTitles';
import { personOf } from '../ui/person';
import { useProblemText } from '../ui/useProblemText';
import { Diagnostics } from './Diagnostics';
import { DialogLayout } from './DialogLayout';
import { signInView } from './signInView';
import { splitSentences } from './splitSentences';
import styles from './SignInStep.module.css';

/** What the dialog says in one state, and what one can do there. */
type Said = Omit<ComponentProps<typeof DialogLayout>, 'title' | 'buttons'> & {
  buttons: ReactElement[];
};

/** The dialog of a sign-in, from what it gives to how it ended. */
export function SignInStep(props: {
  dialog: OpenDialog;
  issuer: Issuer;
  state: SignInState | undefined;
  admins: string[];
}) {
  const { dialog, issuer, state, admins } = props;
  const { title, fabrics: count, url } = issuer;
  const { signIns } = useDatabricksStore();
  const { t } = useTranslationRef(databricksReactTranslationRef);
  const textOf = useProblemText();
  const adminNames = Object.values(useEntityTitles(admins)).join(', ');
  const [isDiagnosed, setDiagnosed] = useState(false);
  const view = signInView(dialog, state);

  const place = { issuer, fabric: dialog.fabric };
  const connect = () => signIns.connect(place);
  const close = () => signIns.closeDialog();
  const cancel = () => signIns.cancel(issuer.id);
  const serves = t('dialog.serves', { count, title });
  const heading =
    dialog.intent === 'switch'
      ? t('dialog.switchTitle', { title })
      : t('dialog.connectTitle', { title });

  const quiet = (label: string, onPress: () => void) => (
    <Button variant="tertiary" onPress={onPress}>
      {label}
    </Button>
  );
  const open = (label: string, onPress: () => void) => (
    <Button variant="secondary" onPress={onPress}>
      {label}
    </Button>
  );
  const main = (label: string, onPress: () => void) => (
    <Button variant="primary" onPress={onPress}>
      {label}
    </Button>
  );
  const turning = <RiLoader4Line className={styles.turning} />;
  const diagnosed = (registration: RequestedClient) => ({
    more: isDiagnosed ? <Diagnostics registration={registration} /> : undefined,
    aside: (
      <button
        type="button"
        className={styles.question}
        aria-expanded={isDiagnosed}
        onClick={() => setDiagnosed(!isDiagnosed)}
      >
        {isDiagnosed ? <RiArrowDownSLine /> : <RiArrowRightSLine />}
        {t('diagnostics.question')}
      </button>
    ),
  });

  const said = (): Said => {
    switch (view.kind) {
      case 'ready':
        return {
          icon: <RiDatabase2Line />,
          bold: t('dialog.readyTitle', { title }),
          grey: `${t('dialog.ready', { title })} ${serves}`,
          buttons: [
            quiet(t('dialog.cancel'), close),
            main(t('dialog.connect'), connect),
          ],
        };
      case 'signOut':
        return {
          icon: <RiUserSharedLine />,
          bold: t('dialog.signOutTitle'),
          grey: t('dialog.signOut', { title }),
          buttons: [
            <ButtonLink variant="tertiary" href={url} target="_blank">
              {t('dialog.open', { title })}
            </ButtonLink>,
            main(t('dialog.continue'), connect),
          ],
        };
      case 'starting':
        return {
          icon: turning,
          tone: 'announcement',
          bold: t('dialog.waitingTitle'),
          grey: `${t('dialog.starting')} ${serves}`,
          buttons: [quiet(t('dialog.cancel'), cancel)],
        };
      case 'waiting':
        return {
          icon: turning,
          tone: 'announcement',
          bold: t('dialog.waitingTitle'),
          grey: `${
            view.window === 'elsewhere'
              ? t('dialog.elsewhere')
              : t('dialog.waiting')
          } ${serves}`,
          ...diagnosed(view.registration),
          buttons: [
            quiet(t('dialog.cancel'), cancel),
            view.window === 'canShow'
              ? open(t('dialog.showWindow'), () =>
                  signIns.showWindow(issuer.id),
                )
              : open(t('dialog.openAgain'), connect),
          ],
        };
      case 'closed':
        return {
          icon: <RiWindowLine />,
          bold: t('dialog.closedTitle'),
          grey: t('dialog.closed'),
          ...diagnosed(view.registration),
          buttons: [
            quiet(t('dialog.cancel'), cancel),
            main(t('dialog.openAgain'), connect),
          ],
        };
      case 'blocked':
        return {
          icon: <RiErrorWarningLine />,
          tone: 'warning',
          bold: t('dialog.blockedTitle'),
          grey: t('dialog.blocked'),
          buttons: [
            quiet(t('dialog.cancel'), cancel),
            main(t('dialog.continueHere'), () =>
              signIns.connectInThisTab(place),
            ),
          ],
        };
      case 'denied':
        return {
          icon: <RiForbid2Line />,
          tone: 'negative',
          bold: t('dialog.deniedTitle'),
          grey: t('dialog.denied'),
          buttons: [
            quiet(t('dialog.close'), close),
            main(t('dialog.tryAgain'), connect),
          ],
        };
      case 'expired':
        return {
          icon: <RiTimeLine />,
          bold: t('dialog.expiredTitle'),
          grey: t('dialog.expired'),
          buttons: [
            quiet(t('dialog.close'), close),
            main(t('dialog.tryAgain'), connect),
          ],
        };
      case 'failed': {
        const text = textOf(view.problem);
        const [bold, grey] = splitSentences(text);
        return {
          icon: <RiAlertLine />,
          tone: 'negative',
          bold,
          grey,
          buttons: [
            quiet(t('dialog.close'), close),
            view.canRetry ? (
              main(t('dialog.tryAgain'), connect)
            ) : (
              <CopyButton
                name={t('copy.message')}
                text={`${heading}: ${text} (${url}, ${view.problem.code})`}
              >
                {adminNames
                  ? t('copy.messageFor', { who: adminNames })
                  : t('copy.message')}
              </CopyButton>
            ),
          ],
        };
      }
      case 'otherAccount': {
        const who = personOf(issuer.connection)?.name ?? '';
        return {
          icon: <RiCheckboxCircleLine />,
          tone: 'positive',
          bold: t('dialog.otherTitle', { who }),
          grey: t('dialog.other', { count, who, title, before: view.before }),
          buttons: [
            quiet(t('dialog.switchAccount'), () =>
              signIns.openDialog({
                issuer: issuer.id,
                intent: 'switch',
                step: 'signOut',
                of: issuer,
              }),
            ),
            main(t('dialog.done'), close),
          ],
        };
      }
      default:
        return view satisfies never;
    }
  };

  const { buttons, ...rest } = said();
  return (
    <DialogLayout
      title={heading}
      {...rest}
      buttons={Children.toArray(buttons)}
    />
  );
}
