import type {
  Fabric,
  FabricList,
} from '@backstage-databricks/plugin-databricks-common';
import { lazy, Suspense } from 'react';
import { GuardedForm, useGuardedForm } from '../settings/form/useGuardedForm';
import { useEditAddress } from '../settings/useEditAddress';

/** Developers who change nothing load none of it. */
const FabricFormsDialog = lazy(() =>
  import('./FabricFormsDialog').then(m => ({ default: m.FabricFormsDialog })),
);

const RemoveServicePrincipal = lazy(() =>
  import('./RemoveServicePrincipal').then(m => ({
    default: m.RemoveServicePrincipal,
  })),
);

type Subject = 'fabric' | 'service-principal' | 'remove-service-principal';

export type FabricFormsState = {
  guard: GuardedForm;
  /** Whether it is asked if the service principal may go. */
  isRemoving: boolean;
  open(subject: Subject): void;
  close(): void;
};

/** Which form of which fabric is open stands in the address, since a page may have several: Back closes it. */
export function useFabricForms(fabric: Fabric): FabricFormsState {
  const { address, open, close } = useEditAddress();
  const guard = useGuardedForm();
  const addressOf = (subject: Subject) => `${subject}:${fabric.name}`;
  return {
    guard,
    isRemoving:
      fabric.canEdit && address === addressOf('remove-service-principal'),
    open: subject => open(addressOf(subject)),
    close,
  };
}

/** The forms of those who may change a fabric: its owner team, and admins. */
export function FabricForms(props: {
  fabric: Fabric;
  list: FabricList | undefined;
  forms: FabricFormsState;
}) {
  const { fabric, list, forms } = props;
  const { definition, canEdit, name } = fabric;
  const { guard, isRemoving, close } = forms;
  const { form } = guard;
  if (!canEdit || !definition) {
    return null;
  }
  if (isRemoving) {
    return (
      <Suspense fallback={null}>
        <RemoveServicePrincipal
          fabric={fabric}
          etag={definition.etag}
          onClose={close}
        />
      </Suspense>
    );
  }
  return form &&
    form.name === name &&
    (form.subject === 'fabric' || form.subject === 'service-principal') ? (
    <Suspense fallback={null}>
      <FabricFormsDialog
        key={form.subject}
        fabric={fabric}
        definition={definition}
        list={list}
        subject={form.subject}
        guard={guard}
      />
    </Suspense>
  ) : null;
}
