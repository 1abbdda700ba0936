import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { AppConnection } from '@backstage-databricks/plugin-databricks-common';
import { MenuItem, MenuSeparator } from '@backstage/ui';
import {
  RiDeleteBinLine,
  RiEyeLine,
  RiLinkUnlink,
  RiPencilLine,
  RiStarLine,
} from '@remixicon/react';
import { useState } from 'react';
import { databricksTranslationRef } from '../../translation';
import { MoreMenu } from '../../ui/MoreMenu';
import { useSettingsContext } from '../SettingsContext';
import { useOpenForm } from '../useOpenForm';
import { DeleteAppConnection } from './DeleteAppConnection';
import { EndItsConnections } from './EndItsConnections';

/** What is done less often with an app connection. What app-config has is only looked at. */
export function AppConnectionMenu(props: {
  connection: AppConnection;
  makeDefault(): void;
}) {
  const { connection, makeDefault } = props;
  const { name, title, connections } = connection;
  const { appConnections } = useSettingsContext().settings;
  const { t } = useTranslationRef(databricksTranslationRef);
  const { openForm } = useOpenForm();
  const [confirming, setConfirming] = useState<'end' | 'delete'>();
  const isOurs = connection.source === 'database';
  const canBeDefault =
    isOurs &&
    !connection.default &&
    // The default of app-config stays it
    !appConnections.some(it => it.default && it.source === 'config');
  const close = () => setConfirming(undefined);
  return (
    <>
      <MoreMenu title={title}>
        <MenuItem
          iconStart={isOurs ? <RiPencilLine /> : <RiEyeLine />}
          onAction={() => openForm({ subject: 'app-connection', name })}
        >
          {isOurs ? t('appConnections.edit') : t('appConnections.view')}
        </MenuItem>
        {canBeDefault && (
          <MenuItem iconStart={<RiStarLine />} onAction={makeDefault}>
            {t('appConnections.makeDefault')}
          </MenuItem>
        )}
        {(connections > 0 || isOurs) && <MenuSeparator />}
        {connections > 0 && (
          <MenuItem
            color="danger"
            iconStart={<RiLinkUnlink />}
            onAction={() => setConfirming('end')}
          >
            {t('appConnections.end')}
          </MenuItem>
        )}
        {isOurs && (
          <MenuItem
            color="danger"
            iconStart={<RiDeleteBinLine />}
            onAction={() => setConfirming('delete')}
          >
            {t('appConnections.delete')}
          </MenuItem>
        )}
      </MoreMenu>
      {confirming === 'end' && (
        <EndItsConnections connection={connection} onClose={close} />
      )}
      {confirming === 'delete' && (
        <DeleteAppConnection connection={connection} onClose={close} />
      )}
    </>
  );
}
