import { Problem } from '@backstage-databricks/plugin-databricks-common';
import {
  refusalProblem,
  servicePrincipalRejected,
  ServicePrincipalState,
} from '../grants';
import {
  identityFor,
  ResolvedFabric,
  secretExpiry,
  secretProblem,
} from '../settings';
import { SignInAtIssuer } from './describeSignIn';
import { FabricTests } from './describeTest';
import { NamesOfFabric } from './FabricNames';

/** What is known of a fabric and of the user who looks at it. */
export type FabricView = {
  fabric: ResolvedFabric;
  /** What people read of its workspace. */
  workspaceTitle: string;
  /** Undefined where no sign-in is needed. */
  signIn: SignInAtIssuer | undefined;
  /** Whether Databricks has accepted the service principal, if there is one. */
  servicePrincipalState: ServicePrincipalState | undefined;
  tests: FabricTests;
  names: NamesOfFabric;
  canEdit: boolean;
  nowMs: number;
};

/** The warnings of a fabric for one user: those about automation first, then those about the user's sign-in. */
export function fabricWarnings(view: FabricView): Problem[] {
  const { fabric, signIn, servicePrincipalState, nowMs } = view;
  const warnings = [
    ...automationWarnings(fabric, servicePrincipalState, nowMs),
    ...(signIn?.warnings ?? []),
  ];
  const refusals = [signIn?.refusal, servicePrincipalState?.refusal];
  for (const refusal of new Set(refusals)) {
    if (refusal !== undefined) {
      warnings.push(refusalProblem(refusal));
    }
  }
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
