import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Issuer } from '@backstage-databricks/plugin-databricks-common';
import { useConnect } from '@backstage-databricks/plugin-databricks-react';
import { MenuItem, MenuSeparator } from '@backstage/ui';
import {
  RiExternalLinkLine,
  RiLinkUnlink,
  RiLoginCircleLine,
  RiPlayCircleLine,
  RiUserSharedLine,
} from '@remixicon/react';
import { useYouText } from '../fabrics/useYouText';
import { canSignIn, You } from '../fabrics/you';
import { useTests } from '../fabrics/useTests';
import { databricksTranslationRef } from '../translation';
import { MoreMenu } from '../ui/MoreMenu';

/** All that the user can do about a sign-in, wherever it is shown. */
export function ConnectionMenu(props: {
  issuer: Issuer;
  you: You;
  /** What stands beside it as a button of its own is left out. */
  without?: ('test' | 'reconnect' | 'switch')[];
  fabric?: string;
}) {
  const { issuer, you, without = ['reconnect'], fabric } = props;
  const { connection, title, url } = issuer;
  const { t } = useTranslationRef(databricksTranslationRef);
  const { connect, switchAccount, disconnect } = useConnect();
  const { testConnection } = useTests();
  const { nameOf } = useYouText();
  const isHeld = connection && connection.status !== 'not_connected';
  const isOpen = canSignIn(you, issuer);
  const isLive = 'person' in you && you.state !== 'ended';
  return (
    <MoreMenu title={title}>
      {isLive && isHeld && !without.includes('test') && (
        <MenuItem
          iconStart={<RiPlayCircleLine />}
          onAction={() =>
            testConnection(connection.id, { title, who: nameOf(you.person) })
          }
        >
          {t('action.test')}
        </MenuItem>
      )}
      {isHeld && isOpen && !without.includes('reconnect') && (
        <MenuItem
          iconStart={<RiLoginCircleLine />}
          onAction={() => connect(issuer, fabric)}
        >
          {t('action.reconnect')}
        </MenuItem>
      )}
      {isHeld && isOpen && !without.includes('switch') && (
        <MenuItem
          iconStart={<RiUserSharedLine />}
          onAction={() => switchAccount(issuer, fabric)}
        >
          {t('action.switchAccount')}
        </MenuItem>
      )}
      <MenuItem iconStart={<RiExternalLinkLine />} href={url} target="_blank">
        {t('action.open')}
      </MenuItem>
      {isHeld && <MenuSeparator />}
      {isHeld && (
        <MenuItem
          color="danger"
          iconStart={<RiLinkUnlink />}
          onAction={() => disconnect(issuer)}
        >
          {t('action.disconnect')}
        </MenuItem>
      )}
    </MoreMenu>
  );
}
