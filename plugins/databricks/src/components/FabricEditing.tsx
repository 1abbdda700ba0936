import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Fabric,
  FabricDefinition,
} from '@backstage-databricks/plugin-databricks-common';
import { Button, VisuallyHidden } from '@backstage/ui';
import { useState } from 'react';
import { databricksTranslationRef } from '../translation';
import styles from './FabricEditing.module.css';
import { managedFabricOf } from './managedFabricOf';
import { ReadableDialog } from './ReadableDialog';
import { FabricForm } from './settings/FabricForm';
import { ServicePrincipalForm } from './settings/ServicePrincipalForm';
import { servicePrincipalUse } from './settings/servicePrincipalUse';

type OpenForm = {
  kind: 'fabric' | 'servicePrincipal';
  /** As it was when the form was opened. */
  base: FabricDefinition;
};

/** What those can do who may change a fabric: its owner team, and admins. */
export function FabricEditing(props: {
  fabric: Fabric;
  describedBy: string;
  onChanged(): void | Promise<void>;
}) {
  const { fabric, describedBy, onChanged } = props;
  const { appConnection } = fabric;
  const { t } = useTranslationRef(databricksTranslationRef);
  const current = managedFabricOf(fabric);
  const [isOpen, setOpen] = useState(false);
  const [form, setForm] = useState<OpenForm>({ kind: 'fabric', base: current });
  const [isSaved, setSaved] = useState(false);

  const open = (kind: OpenForm['kind']) => {
    setForm({ kind, base: current });
    setSaved(false);
    setOpen(true);
  };
  const formProps = {
    base: form.base,
    current,
    onCancel: () => setOpen(false),
    onConflict: async () => onChanged(),
    onSaved: () => {
      setOpen(false);
      setSaved(true);
      onChanged();
    },
  };

  return (
    <div className={styles.actions}>
      <VisuallyHidden role="status">
        {isSaved && t('settings.saved')}
      </VisuallyHidden>
      <Button
        size="small"
        variant="tertiary"
        aria-describedby={describedBy}
        onPress={() => open('fabric')}
      >
        {t('fabricSettings.change')}
      </Button>
      {servicePrincipalUse(current) !== 'none' && (
        <Button
          size="small"
          variant="tertiary"
          aria-describedby={describedBy}
          onPress={() => open('servicePrincipal')}
        >
          {current.servicePrincipal
            ? t('servicePrincipal.change')
            : t('servicePrincipal.add')}
        </Button>
      )}
      <ReadableDialog
        isOpen={isOpen}
        onOpenChange={setOpen}
        isDismissable={false}
        width="min(40rem, calc(100vw - 2rem))"
      >
        {form.kind === 'fabric' ? (
          <FabricForm
            {...formProps}
            isOwnerFixed
            appConnections={appConnection ? [appConnection] : []}
          />
        ) : (
          <ServicePrincipalForm {...formProps} />
        )}
      </ReadableDialog>
    </div>
  );
}
