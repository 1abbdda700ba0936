import {
  Fabric,
  Problem,
} from '@backstage-databricks/plugin-databricks-common';
import { describeConnection, UserConnection } from '../connections';
import { servicePrincipalRejected, ServicePrincipalState } from '../grants';
import { ResolvedAppConnection, ResolvedFabric, secretExpiry, secretProblem, identityFor, isSignInNeeded, appConnectionProblem } from '../settings';

/** What one user sees of a fabric. */
export function describeFabric(options: {
  fabric: ResolvedFabric;
  appConnection: ResolvedAppConnection | undefined;
  connection: UserConnection | undefined;
  /** Names of the fabrics that the connection serves. */
  connectedFabrics: string[];
  /** What Databricks thought of the service principal, where there is one. */
  servicePrincipalState: ServicePrincipalState | undefined;
  canEdit: boolean;
  nowMs: number;
}): Fabric {
  const { fabric, appConnection, connection, servicePrincipalState, nowMs } =
    options;
  const signInNeeded = isSignInNeeded(fabric);
  const problem = appConnectionProblem(fabric, appConnection);
  const described =
    connection &&
    describeConnection({
      connection,
      appConnection,
      fabrics: options.connectedFabrics,
      nowMs,
    });
  const automation = identityFor(fabric, 'automation', 'user');
  return {
    name: fabric.name,
    title: fabric.title,
    ...(fabric.description ? { description: fabric.description } : {}),
    type: fabric.type,
    owner: fabric.owner,
    workspaceUrl: fabric.workspaceUrl,
    ...(fabric.compute ? { compute: fabric.compute } : {}),
    ...(fabric.catalog ? { catalog: fabric.catalog } : {}),
    ...(fabric.schema ? { schema: fabric.schema } : {}),
    source: fabric.source,
    canEdit: options.canEdit,
    etag: fabric.etag,
    interactiveAs: signInNeeded ? 'user' : 'servicePrincipal',
    automationAs: automation === 'user' ? 'user' : 'servicePrincipal',
    signInNeeded,
    ...(signInNeeded
      ? {
          appConnection: {
            name: appConnection?.name ?? fabric.appConnection ?? '',
            title:
              appConnection?.title ?? fabric.appConnection ?? 'App connection',
            ready: !problem,
            ...(problem ? { problem } : {}),
          },
          connection: described ?? { status: 'not_connected' as const },
        }
      : {}),
    // A form begins with them: what it does not know, a change would remove
    ...(options.canEdit && fabric.ownAppConnection
      ? { ownAppConnection: fabric.ownAppConnection }
      : {}),
    ...(automation === 'servicePrincipal'
      ? {
          servicePrincipal: describeServicePrincipal(
            fabric,
            servicePrincipalState,
            options.canEdit,
          ),
        }
      : {}),
    warnings: [
      ...automationWarnings(fabric, servicePrincipalState, nowMs),
      ...connectionWarnings(described, appConnection),
      ...(connection?.unreachable || servicePrincipalState?.unreachable
        ? [
            {
              code: 'databricks_unavailable',
              message:
                'Databricks did not answer a moment ago. Tokens that are still valid are used meanwhile.',
            },
          ]
        : []),
    ],
  };
}

function describeServicePrincipal(
  fabric: ResolvedFabric,
  state: ServicePrincipalState | undefined,
  canEdit: boolean,
): Fabric['servicePrincipal'] {
  const { servicePrincipal } = fabric;
  return servicePrincipal
    ? {
        clientId: servicePrincipal.clientId,
        status: state?.status ?? 'unchecked',
        ...(servicePrincipal.secretExpiresAt
          ? { secretExpiresAt: servicePrincipal.secretExpiresAt }
          : {}),
        ...(canEdit ? { scopes: [...servicePrincipal.scopes] } : {}),
      }
    : { status: 'missing' };
}

function automationWarnings(
  fabric: ResolvedFabric,
  state: ServicePrincipalState | undefined,
  nowMs: number,
): Problem[] {
  if (identityFor(fabric, 'automation', 'plugin') === 'nobody') {
    return [
      {
        code: 'schedules_cannot_run',
        message:
          'Schedules cannot run here: nobody is there to act as. With oauthType m2m they run as a service principal.',
      },
    ];
  }
  if (!fabric.servicePrincipal) {
    return [
      {
        code: 'service_principal_missing',
        message: `${fabric.title} has no service principal, so scheduled and automated work cannot run. Its owner or an admin can add one.`,
      },
    ];
  }
  const warnings: Problem[] = [];
  if (state?.status === 'rejected') {
    warnings.push({
      code: 'service_principal_rejected',
      message: servicePrincipalRejected(fabric.name, state.reasonCode),
    });
  }
  const { secretExpiresAt, secretUnavailable } = fabric.servicePrincipal;
  if (secretUnavailable) {
    warnings.push(secretProblem('the service principal', secretUnavailable));
  }
  const expiry = secretExpiry(secretExpiresAt, nowMs);
  if (expiry) {
    const { code, message } = expiry;
    warnings.push({ code, message });
  }
  return warnings;
}

function connectionWarnings(
  connection: ReturnType<typeof describeConnection> | undefined,
  appConnection: ResolvedAppConnection | undefined,
): Problem[] {
  const warnings: Problem[] = [];
  if (connection?.status === 'expires_soon') {
    warnings.push({
      code: 'sign_in_expires_soon',
      message:
        'Your Databricks sign-in ends soon. Reconnect to keep working without a break.',
    });
  }
  if (connection?.status === 'connected' && appConnection) {
    const missing = appConnection.scopes.filter(
      scope => scope !== 'offline_access' && !connection.scopes.includes(scope),
    );
    if (missing.length > 0) {
      warnings.push({
        code: 'fewer_scopes',
        message: `Databricks granted less than was asked: ${missing.join(
          ', ',
        )}. Some of the work here may be refused.`,
      });
    }
  }
  return warnings;
}
