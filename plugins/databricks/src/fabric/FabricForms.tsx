import type { Fabric } from '@backstage-databricks/plugin-databricks-common';
import { lazy, Suspense } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { FabricFormKind } from './FabricFormsDialog';

/** Developers who change nothing load none of it. */
const FabricFormsDialog = lazy(() =>
  import('./FabricFormsDialog').then(m => ({ default: m.FabricFormsDialog })),
);

const KINDS: FabricFormKind[] = [
  'fabric',
  'service-principal',
  'remove-service-principal',
];

export type FabricFormsState = {
  open?: FabricFormKind;
  openFabric(): void;
  openServicePrincipal(): void;
  openRemoval(): void;
  close(): void;
};

/** Which form is open stands in the address: Back closes it. */
export function useFabricForms(fabric: Fabric): FabricFormsState {
  const [params, setParams] = useSearchParams();
  const edit = params.get('edit');
  const set = (kind: FabricFormKind | undefined) =>
    setParams(before => {
      const after = new URLSearchParams(before);
      if (kind) {
        after.set('edit', kind);
      } else {
        after.delete('edit');
      }
      return after;
    });
  return {
    open: fabric.canEdit ? KINDS.find(kind => kind === edit) : undefined,
    openFabric: () => set('fabric'),
    openServicePrincipal: () => set('service-principal'),
    openRemoval: () => set('remove-service-principal'),
    close: () => set(undefined),
  };
}

/** The forms of those who may change a fabric: its owner team, and admins. */
export function FabricForms(props: {
  fabric: Fabric;
  forms: FabricFormsState;
}) {
  const { fabric, forms } = props;
  return fabric.definition && forms.open ? (
    <Suspense fallback={null}>
      <FabricFormsDialog
        fabric={fabric}
        definition={fabric.definition}
        kind={forms.open}
        onClose={forms.close}
      />
    </Suspense>
  ) : null;
}
