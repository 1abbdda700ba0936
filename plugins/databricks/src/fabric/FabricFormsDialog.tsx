import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Fabric,
  FabricDefinition,
} from '@backstage-databricks/plugin-databricks-common';
import {
  toProblem,
  useDatabricksApi,
  useRefetchDatabricks,
  useToast,
} from '@backstage-databricks/plugin-databricks-react';
import { useState } from 'react';
import { ReadableDialog } from '../components/ReadableDialog';
import { FabricForm } from '../components/settings/FabricForm';
import { ServicePrincipalForm } from '../components/settings/ServicePrincipalForm';
import { databricksTranslationRef } from '../translation';
import { RemoveServicePrincipal } from './RemoveServicePrincipal';

/** What a form changes. */
export type FabricFormKind =
  | 'fabric'
  | 'service-principal'
  | 'remove-service-principal';

/** A form that changes a fabric, or its service principal. */
export function FabricFormsDialog(props: {
  fabric: Fabric;
  definition: FabricDefinition;
  kind: FabricFormKind;
  onClose(): void;
}) {
  const { fabric, definition, kind, onClose } = props;
  const api = useDatabricksApi();
  const refetch = useRefetchDatabricks();
  const postToast = useToast();
  const { t } = useTranslationRef(databricksTranslationRef);
  // As it was when the form was opened, and as it is now: absent when it was removed
  const [base] = useState(definition);
  const [current, setCurrent] = useState<FabricDefinition | undefined>(
    definition,
  );

  const formProps = {
    base,
    current,
    onCancel: onClose,
    onConflict: async () =>
      setCurrent(
        await api.getFabric(fabric.name).then(
          now => now.definition,
          error =>
            toProblem(error).code === 'not_found' ? undefined : current,
        ),
      ),
    onSaved: () => {
      onClose();
      postToast({ text: t('settings.saved') });
      refetch();
    },
  };
  if (kind === 'remove-service-principal') {
    return (
      <RemoveServicePrincipal
        fabric={fabric}
        etag={definition.etag}
        onClose={onClose}
      />
    );
  }
  return (
    <ReadableDialog
      isOpen
      onOpenChange={isOpen => isOpen || onClose()}
      isDismissable={false}
      width="min(40rem, calc(100vw - 2rem))"
    >
      {kind === 'fabric' ? (
        <FabricForm
          {...formProps}
          isOwnerFixed
          appConnections={fabric.appConnection ? [fabric.appConnection] : []}
        />
      ) : (
        <ServicePrincipalForm {...formProps} />
      )}
    </ReadableDialog>
  );
}
