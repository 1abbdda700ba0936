import {
  Fabric,
  FabricRow,
  IdentityKind,
  Use,
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

/**
 * A fabric as one user sees it on its page.
 *
 * @param uses - which plugins worked as the user, and as the service principal
 */
export function describeFabric(
  view: FabricView,
  uses: { [Kind in IdentityKind]?: Use[] },
): Fabric {
  const { fabric, signIn, canEdit } = view;
  const automationAs = automationOf(fabric);
  const { updatedAt, updatedBy } = describeProvenance(fabric);
  return {
    ...fabricBasics(fabric),
    workspace: { url: fabric.workspaceUrl, title: view.workspaceTitle },
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
    definition: canEdit ? describeFabricDefinition(fabric, view) : undefined,
    interactiveAs: isSignInNeeded(fabric) ? 'user' : 'servicePrincipal',
    automationAs,
    signInNeeded: isSignInNeeded(fabric),
    appConnection: signIn?.issuer.appConnection,
    connection: withUses(signIn?.issuer.connection, uses.user),
    servicePrincipal:
      automationAs === 'servicePrincipal'
        ? {
            ...describeServicePrincipal(view),
            lastUsedBy: uses.servicePrincipal,
          }
        : undefined,
    failedTests: failedTests(view.tests, signIn),
    warnings: fabricWarnings(view),
  };
}

/** A fabric as one user sees it in a list. */
export function describeFabricRow(view: FabricView): FabricRow {
  const { fabric, signIn, names, canEdit } = view;
  const { compute, workspaceUrl: url } = fabric;
  return {
    ...fabricBasics(fabric),
    workspace: { url, title: view.workspaceTitle },
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

function withUses(
  connection: Fabric['connection'],
  lastUsedBy: Use[] | undefined,
): Fabric['connection'] {
  return connection && connection.status !== 'not_connected'
    ? { ...connection, lastUsedBy }
    : connection;
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
  const { status, clientId, name, secretExpiresAt, refusal } =
    describeServicePrincipal(view);
  return { as, status, name: name ?? clientId, secretExpiresAt, refusal };
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
        refusal: state?.refusal,
        secretExpiresAt: servicePrincipal.secretExpiresAt,
        workedAt:
          state?.workedAtMs === undefined
            ? undefined
            : new Date(state.workedAtMs).toISOString(),
      }
    : { status: 'missing' };
}
