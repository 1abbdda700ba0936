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

/** Which form of which fabric is open stands in the address, since a page may have several: Back closes it. */
export function useFabricForms(fabric: Fabric): FabricFormsState {
  const [params, setParams] = useSearchParams();
  const addressOf = (kind: FabricFormKind) => `${kind}:${fabric.name}`;
  const open = (kind: FabricFormKind) =>
    setParams(before => {
      const after = new URLSearchParams(before);
      after.set('edit', addressOf(kind));
      return after;
    });
  const close = () =>
    setParams(
      before => {
        const after = new URLSearchParams(before);
        after.delete('edit');
        return after;
      },
      // Else Back would open it again
      { replace: true },
    );
  return {
    open: fabric.canEdit
      ? KINDS.find(kind => addressOf(kind) === params.get('edit'))
      : undefined,
    openFabric: () => open('fabric'),
    openServicePrincipal: () => open('service-principal'),
    openRemoval: () => open('remove-service-principal'),
    close,
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
