import { Problem } from '@backstage-databricks/plugin-databricks-common';
import { servicePrincipalRejected, ServicePrincipalState } from '../grants';
import {
  identityFor,
  ResolvedFabric,
  secretExpiry,
  secretProblem,
} from '../settings';
import { SignInAtIssuer } from './describeSignIn';

/** What a fabric warns one user of: its automation first, then the user's own sign-in. */
export function fabricWarnings(options: {
  fabric: ResolvedFabric;
  signIn: SignInAtIssuer | undefined;
  servicePrincipalState: ServicePrincipalState | undefined;
  nowMs: number;
}): Problem[] {
  const { fabric, signIn, servicePrincipalState, nowMs } = options;
  const warnings = [
    ...automationWarnings(fabric, servicePrincipalState, nowMs),
    ...(signIn?.warnings ?? []),
  ];
  if (signIn?.unreachable || servicePrincipalState?.unreachable) {
    warnings.push({
      code: 'databricks_unavailable',
      message:
        'Databricks did not answer a moment ago. Tokens that are still valid are used meanwhile.',
    });
  }
  return warnings;
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
  const values = { fabric: fabric.title };
  if (!fabric.servicePrincipal) {
    return [
      {
        code: 'service_principal_missing',
        message: `${fabric.title} has no service principal, so scheduled and automated work cannot run. Its owner or an admin can add one.`,
        values,
      },
    ];
  }
  const warnings: Problem[] = [];
  if (state?.status === 'rejected') {
    warnings.push({
      code: 'service_principal_rejected',
      message: servicePrincipalRejected(fabric.title, state.reasonCode),
      values:
        state.reasonCode === undefined
          ? values
          : { ...values, reason: state.reasonCode },
    });
  }
  const { secretExpiresAt, secretUnavailable } = fabric.servicePrincipal;
  if (secretUnavailable) {
    warnings.push(
      secretProblem('the service principal', secretUnavailable, values),
    );
  }
  const expiry = secretExpiry(secretExpiresAt, nowMs);
  if (expiry) {
    const { isOver: _, ...warning } = expiry;
    warnings.push(warning);
  }
  return warnings;
}
