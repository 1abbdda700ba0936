import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  personOf,
  useTimeText,
} from '@backstage-databricks/plugin-databricks-react';
import { Avatar, MenuItem, Text } from '@backstage/ui';
import {
  RiDeleteBinLine,
  RiKey2Line,
  RiPlayCircleLine,
  RiRobot2Line,
} from '@remixicon/react';
import { StatusDot } from '@backstage-databricks/plugin-databricks-react';
import type { ReactNode } from 'react';
import { useAutomationText } from '../fabrics/useAutomationText';
import { useNames } from '../fabrics/useNames';
import { useTests } from '../fabrics/useTests';
import { useYouText } from '../fabrics/useYouText';
import { signInFabric } from '../fabrics/you';
import { databricksTranslationRef } from '../translation';
import { MoreMenu } from '../ui/MoreMenu';
import { Surface } from '../ui/Surface';
import { ConnectionMenu } from '../workspaces/ConnectionMenu';
import type { FabricView } from './fabricView';
import styles from './WhoActs.module.css';

/** The two identities, always in this order: the user, and who acts when nobody is there. */
export function WhoActs(props: {
  view: FabricView;
  onServicePrincipal(): void;
  onRemove(): void;
}) {
  const { view, onServicePrincipal, onRemove } = props;
  const { fabric, issuer, you, automation } = view;
  const { servicePrincipal, signInNeeded } = fabric;
  const { t } = useTranslationRef(databricksTranslationRef);
  const { relative, date } = useTimeText();
  const { inRow, left } = useYouText();
  const names = useNames();
  const { isPending, testFabric } = useTests();
  const automationText = useAutomationText();
  const youText = inRow(you);
  const ofAutomation = automationText(automation);
  const robot = (
    <span className={styles.robot}>
      <RiRobot2Line />
    </span>
  );
  const connection =
    fabric.connection && fabric.connection.status !== 'not_connected'
      ? fabric.connection
      : undefined;
  const person = personOf(connection);
  const isLive =
    you.state === 'connected' ||
    you.state === 'expiresSoon' ||
    you.state === 'testFailed';
  const joined = (parts: (string | false | undefined)[]) =>
    parts.filter(Boolean).join(' · ');
  const servicePrincipalName =
    automation.state === 'missing'
      ? t('automation.missing')
      : servicePrincipal?.name ?? servicePrincipal?.clientId ?? '';
  const workedAt = servicePrincipal?.workedAt;
  const secretExpiresAt = servicePrincipal?.secretExpiresAt;

  return (
    <Surface title={t('fabric.acts.title')}>
      {signInNeeded && issuer && (
        <Line
          icon={
            <Avatar
              src=""
              name={person?.name ?? '?'}
              size="medium"
              purpose="decoration"
            />
          }
          dot={<StatusDot tone={youText.tone} />}
          who={names(view).user ?? youText.text}
          when={t('fabric.acts.you')}
          facts={joined([
            person?.userName,
            person && !isLive && youText.text,
            'until' in you && left(you.until),
            connection &&
              t('fabric.acts.connectedSince', {
                when: relative(connection.connectedAt),
              }),
          ])}
          menu={
            <ConnectionMenu
              issuer={issuer}
              you={you}
              without={[]}
              fabric={signInFabric(fabric)}
            />
          }
        />
      )}
      {automation.state === 'onlyYou' ? (
        <Line
          icon={robot}
          who={t('fabric.acts.onlyYou')}
          facts={t('automation.onlyYouHelp')}
        />
      ) : (
        <Line
          icon={robot}
          dot={<StatusDot tone={ofAutomation.tone} />}
          who={servicePrincipalName}
          when={
            signInNeeded ? t('fabric.acts.automation') : t('fabric.acts.both')
          }
          facts={joined([
            automation.state === 'missing'
              ? t('fabric.needs.missingHelp')
              : t('fabric.acts.servicePrincipal'),
            automation.state === 'unchecked' && t('automation.unchecked'),
            automation.state === 'unreachable' && t('automation.unreachable'),
            workedAt !== undefined &&
              t('fabric.acts.workedAt', { when: relative(workedAt) }),
            secretExpiresAt !== undefined &&
              t('fabric.acts.secretEnds', { date: date(secretExpiresAt) }),
          ])}
          menu={
            (fabric.canEdit || automation.state !== 'missing') && (
              <MoreMenu title={servicePrincipalName}>
                {automation.state !== 'missing' && (
                  <MenuItem
                    iconStart={<RiPlayCircleLine />}
                    isDisabled={isPending}
                    onAction={() =>
                      testFabric(
                        fabric.name,
                        {
                          title: fabric.title,
                          who: names(view).servicePrincipal,
                        },
                        'servicePrincipal',
                      )
                    }
                  >
                    {t('action.test')}
                  </MenuItem>
                )}
                {fabric.canEdit && (
                  <MenuItem
                    iconStart={<RiKey2Line />}
                    onAction={onServicePrincipal}
                  >
                    {automation.state === 'missing'
                      ? t('fabric.needs.addServicePrincipal')
                      : t('fabric.needs.enterSecret')}
                  </MenuItem>
                )}
                {fabric.canEdit && automation.state !== 'missing' && (
                  <MenuItem
                    color="danger"
                    iconStart={<RiDeleteBinLine />}
                    onAction={onRemove}
                  >
                    {t('fabric.acts.remove')}
                  </MenuItem>
                )}
              </MoreMenu>
            )
          }
        />
      )}
    </Surface>
  );
}

function Line(props: {
  icon: ReactNode;
  dot?: ReactNode;
  who: string;
  when?: string;
  facts: string;
  menu?: ReactNode;
}) {
  const { icon, dot, who, when, facts, menu } = props;
  return (
    <div className={styles.line}>
      {icon}
      <div className={styles.words}>
        <span className={styles.who}>
          {dot}
          <span>
            <strong>{who}</strong> {when}
          </span>
        </span>
        <Text variant="body-small" color="secondary">
          {facts}
        </Text>
      </div>
      {menu}
    </div>
  );
}
