import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  FabricDefinition,
  Problem,
} from '@backstage-databricks/plugin-databricks-common';
import { useDatabricksApi } from '@backstage-databricks/plugin-databricks-react';
import { Alert, Button, VisuallyHidden } from '@backstage/ui';
import { useState } from 'react';
import { toProblem } from '../hooks/toProblem';
import type { CardFabric } from '../hooks/useCardFabrics';
import { databricksTranslationRef } from '../translation';
import styles from './FabricEditing.module.css';
import { ReadableDialog } from './ReadableDialog';
import { FabricForm } from './settings/FabricForm';
import { ServicePrincipalForm } from './settings/ServicePrincipalForm';

type FormKind = 'fabric' | 'servicePrincipal';

type OpenForm = {
  kind: FormKind;
  /** As it was when the form was opened. */
  base: FabricDefinition;
  /** As it is now; absent when it was removed. */
  current?: FabricDefinition;
};

/** What those can do who may change a fabric: its owner team, and admins. */
export function FabricEditing(props: {
  fabric: CardFabric;
  describedBy: string;
  onChanged(): void | Promise<void>;
}) {
  const { fabric, describedBy, onChanged } = props;
  const { appConnection, automationAs, servicePrincipal } = fabric;
  const api = useDatabricksApi();
  const { t } = useTranslationRef(databricksTranslationRef);
  const [isOpen, setOpen] = useState(false);
  const [form, setForm] = useState<OpenForm>();
  const [opening, setOpening] = useState<FormKind>();
  const [problem, setProblem] = useState<Problem>();
  const [isSaved, setSaved] = useState(false);

  const open = async (kind: FormKind) => {
    setOpening(kind);
    setProblem(undefined);
    setSaved(false);
    try {
      const { definition } = await api.getFabric(fabric.name);
      if (definition) {
        setForm({ kind, base: definition, current: definition });
        setOpen(true);
      } else {
        // It may not be changed any more
        await onChanged();
      }
    } catch (error) {
      setProblem(toProblem(error));
    }
    setOpening(undefined);
  };

  const formProps = form && {
    base: form.base,
    current: form.current,
    onCancel: () => setOpen(false),
    onConflict: async () => {
      const current = await api.getFabric(fabric.name).then(
        ({ definition }) => definition,
        error =>
          toProblem(error).code === 'not_found' ? undefined : form.current,
      );
      setForm({ ...form, current });
    },
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
        isPending={opening === 'fabric'}
        onPress={() => open('fabric')}
      >
        {t('fabricSettings.change')}
      </Button>
      {automationAs === 'servicePrincipal' && (
        <Button
          size="small"
          variant="tertiary"
          aria-describedby={describedBy}
          isPending={opening === 'servicePrincipal'}
          onPress={() => open('servicePrincipal')}
        >
          {servicePrincipal && servicePrincipal.status !== 'missing'
            ? t('servicePrincipal.change')
            : t('servicePrincipal.add')}
        </Button>
      )}
      {problem && (
        <Alert
          role="alert"
          status="danger"
          icon
          description={problem.message}
        />
      )}
      <ReadableDialog
        isOpen={isOpen}
        onOpenChange={setOpen}
        isDismissable={false}
        width="min(40rem, calc(100vw - 2rem))"
      >
        {formProps &&
          (form.kind === 'fabric' ? (
            <FabricForm
              {...formProps}
              isOwnerFixed
              appConnections={appConnection ? [appConnection] : []}
            />
          ) : (
            <ServicePrincipalForm {...formProps} />
          ))}
      </ReadableDialog>
    </div>
  );
}
