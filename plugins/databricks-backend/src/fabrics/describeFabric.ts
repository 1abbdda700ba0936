import {
  Fabric,
  FabricRow,
  IdentityKind,
  Use,
} from '@backstage-databricks/plugin-databricks-common';
import { ServicePrincipalState } from '../grants';
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
  const { fabric, signIn, servicePrincipalState, canEdit } = view;
  const automationAs = automationOf(fabric);
  const { updatedAt, updatedBy } = describeProvenance(fabric);
  return {
    ...fabricBasics(fabric),
    workspace: { url: fabric.workspaceUrl, title: view.workspaceTitle },
    workspaceUrl: fabric.workspaceUrl,
    compute: fabric.compute,
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
    connection: withUses(signIn?.issuer.connection, uses.user),
    servicePrincipal:
      automationAs === 'servicePrincipal'
        ? {
            ...describeServicePrincipal(fabric, servicePrincipalState),
            lastUsedBy: uses.servicePrincipal,
          }
        : undefined,
    warnings: fabricWarnings(view),
  };
}

/** A fabric as one user sees it in a list. */
export function describeFabricRow(view: FabricView): FabricRow {
  const { fabric, signIn, servicePrincipalState, canEdit } = view;
  const { compute, workspaceUrl: url } = fabric;
  const as = automationOf(fabric);
  const { clientId, ...servicePrincipal } =
    as === 'servicePrincipal'
      ? describeServicePrincipal(fabric, servicePrincipalState)
      : { clientId: undefined };
  return {
    ...fabricBasics(fabric),
    workspace: { url, title: view.workspaceTitle },
    issuer: signIn?.issuer.id,
    compute: compute && { kind: compute.kind, id: compute.id },
    canEdit,
    signInNeeded: isSignInNeeded(fabric),
    automation: { as, name: clientId, ...servicePrincipal },
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

function describeServicePrincipal(
  { servicePrincipal }: ResolvedFabric,
  state: ServicePrincipalState | undefined,
): NonNullable<Fabric['servicePrincipal']> {
  return servicePrincipal
    ? {
        clientId: servicePrincipal.clientId,
        status: state?.status ?? 'unchecked',
        secretExpiresAt: servicePrincipal.secretExpiresAt,
      }
    : { status: 'missing' };
}
