import {
  Fabric,
  FabricRow,
  IdentityKind,
} from '@backstage-databricks/plugin-databricks-common';
import {
  describeProvenance,
  identityFor,
  isSignInNeeded,
  ResolvedFabric,
} from '../settings';
import { describeFabricDefinition } from './describeFabricDefinition';
import { failedTests } from './describeTest';
import { fabricBasics } from './fabricBasics';
import { FabricView, fabricWarnings } from './fabricWarnings';

/** A fabric as one user sees it on its page. */
export function describeFabric(view: FabricView): Fabric {
  const { fabric, signIn, servicePrincipalState, canEdit } = view;
  const automationAs = automationOf(fabric);
  const { updatedAt, updatedBy } = describeProvenance(fabric);
  return {
    ...fabricBasics(fabric),
    workspaceUrl: fabric.workspaceUrl,
    compute: fabric.compute && {
      ...fabric.compute,
      name: view.names.compute,
    },
    issuer: signIn?.issuer.id,
    updatedAt,
    updatedBy,
    etag: fabric.etag,
    canEdit,
    definition: canEdit
      ? describeFabricDefinition(fabric, servicePrincipalState?.status)
      : undefined,
    interactiveAs: isSignInNeeded(fabric) ? 'user' : 'servicePrincipal',
    automationAs,
    signInNeeded: isSignInNeeded(fabric),
    appConnection: signIn?.issuer.appConnection,
    connection: signIn?.issuer.connection,
    servicePrincipal:
      automationAs === 'servicePrincipal'
        ? describeServicePrincipal(view)
        : undefined,
    warnings: fabricWarnings(view),
  };
}

/** A fabric as one user sees it in a list. */
export function describeFabricRow(view: FabricView): FabricRow {
  const { fabric, signIn, names, canEdit } = view;
  const { compute } = fabric;
  return {
    ...fabricBasics(fabric),
    issuer: signIn?.issuer.id,
    compute: compute && {
      kind: compute.kind,
      id: compute.id,
      name: names.compute,
    },
    canEdit,
    signInNeeded: isSignInNeeded(fabric),
    automation: describeAutomation(view),
    warnings: fabricWarnings(view).map(({ code }) => code),
    failedTests: failedTests(view.tests, signIn),
  };
}

function automationOf(fabric: ResolvedFabric): IdentityKind {
  return identityFor(fabric, 'automation', 'user') === 'user'
    ? 'user'
    : 'servicePrincipal';
}

function describeAutomation(view: FabricView): FabricRow['automation'] {
  const as = automationOf(view.fabric);
  if (as === 'user') {
    return { as };
  }
  const { status, clientId, name, secretExpiresAt } =
    describeServicePrincipal(view);
  return { as, status, name: name ?? clientId, secretExpiresAt };
}

function describeServicePrincipal({
  fabric: { servicePrincipal },
  servicePrincipalState: state,
  names,
}: FabricView): NonNullable<Fabric['servicePrincipal']> {
  return servicePrincipal
    ? {
        clientId: servicePrincipal.clientId,
        name: names.servicePrincipal,
        status: state?.status ?? 'unchecked',
        secretExpiresAt: servicePrincipal.secretExpiresAt,
        workedAt:
          state?.workedAtMs === undefined
            ? undefined
            : new Date(state.workedAtMs).toISOString(),
      }
    : { status: 'missing' };
}
