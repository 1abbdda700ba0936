import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FabricDefinition } from '@backstage-databricks/plugin-databricks-common';
import { MenuItem, MenuSeparator } from '@backstage/ui';
import {
  RiDeleteBinLine,
  RiEditLine,
  RiEyeLine,
  RiFileCopyLine,
  RiRobot2Line,
} from '@remixicon/react';
import { databricksTranslationRef } from '../../translation';
import { useLinks } from '../../ui/Links';
import { MoreMenu } from '../../ui/MoreMenu';
import { useOpenForm } from '../useOpenForm';
import { usesServicePrincipal } from './servicePrincipalState';
import { useCopyAsAppConfig } from './useCopyAsAppConfig';

/** What an admin can do with a fabric. What app-config holds is only looked at. */
export function ManagedFabricMenu(props: {
  fabric: FabricDefinition;
  onDelete(fabric: FabricDefinition): void;
}) {
  const { fabric, onDelete } = props;
  return (
    <MoreMenu title={fabric.title}>
      {fabric.source === 'config' ? (
        <ConfigItems fabric={fabric} />
      ) : (
        <DatabaseItems fabric={fabric} onDelete={onDelete} />
      )}
    </MoreMenu>
  );
}

function ConfigItems(props: { fabric: FabricDefinition }) {
  const { fabric } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const copy = useCopyAsAppConfig();
  return (
    <>
      <MenuItem iconStart={<RiEyeLine />} href={useLinks().fabric(fabric.name)}>
        {t('fabricTable.view')}
      </MenuItem>
      <MenuItem iconStart={<RiFileCopyLine />} onAction={() => copy(fabric)}>
        {t('fabricTable.copy')}
      </MenuItem>
    </>
  );
}

function DatabaseItems(props: {
  fabric: FabricDefinition;
  onDelete(fabric: FabricDefinition): void;
}) {
  const { fabric, onDelete } = props;
  const { name } = fabric;
  const { t } = useTranslationRef(databricksTranslationRef);
  const { openForm } = useOpenForm();
  return (
    <>
      <MenuItem
        iconStart={<RiEditLine />}
        onAction={() => openForm({ subject: 'fabric', name })}
      >
        {t('fabricTable.edit')}
      </MenuItem>
      {(usesServicePrincipal(fabric) || fabric.servicePrincipal) && (
        <MenuItem
          iconStart={<RiRobot2Line />}
          onAction={() => openForm({ subject: 'service-principal', name })}
        >
          {t('fabricTable.editServicePrincipal')}
        </MenuItem>
      )}
      <MenuItem
        iconStart={<RiFileCopyLine />}
        onAction={() => openForm({ subject: 'fabric', copyOf: name })}
      >
        {t('fabricTable.duplicate')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem
        color="danger"
        iconStart={<RiDeleteBinLine />}
        onAction={() => onDelete(fabric)}
      >
        {t('fabricTable.delete')}
      </MenuItem>
    </>
  );
}
