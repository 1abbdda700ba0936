import type { Problem } from '@backstage-databricks/plugin-databricks-common';
import type { RequestedClient } from '../signIn/readRegistration';
import type { OpenDialog } from '../signIn/DialogState';
import type { SignInState } from '../signIn/SignIns';

/** Trying again does not help: somebody else has to do something first. */
const OTHERS_MUST_ACT = new Set([
  'app_connection_rejected',
  'databricks_refused',
  'encryption_key_unavailable',
  'foreign_address',
  'missing_scopes',
  'not_allowed',
  'not_configured',
  'not_found',
  'paused',
]);

/** What the dialog of a sign-in shows. */
export type SignInView =
  | { kind: 'ready' | 'signOut' | 'starting' | 'denied' | 'expired' }
  | {
      kind: 'waiting';
      registration: RequestedClient;
      /** Whether it can be brought to the front, or only opened again. */
      window: 'canShow' | 'canReopen' | 'elsewhere';
    }
  | { kind: 'closed'; registration: RequestedClient }
  | { kind: 'blocked' }
  | { kind: 'failed'; problem: Problem; canRetry: boolean }
  | { kind: 'otherAccount'; before: string };

const UNKNOWN: Problem = {
  code: 'unexpected',
  message: 'Something unexpected happened.',
};

export function signInView(
  { step }: OpenDialog,
  state: SignInState | undefined,
): SignInView {
  if (step !== 'signIn') {
    return { kind: step };
  }
  if (!state) {
    return { kind: 'ready' };
  }
  switch (state.status) {
    case 'waiting': {
      const { registration, window } = state;
      if (window === 'closed') {
        return { kind: 'closed', registration };
      }
      const reach = {
        open: 'canShow',
        cutOff: 'canReopen',
        none: 'elsewhere',
      } as const;
      return { kind: 'waiting', registration, window: reach[window] };
    }
    case 'failed': {
      const { problem = UNKNOWN } = state;
      return {
        kind: 'failed',
        problem,
        canRetry:
          !OTHERS_MUST_ACT.has(problem.code) &&
          problem.values?.reason !== 'no_email',
      };
    }
    case 'otherAccount':
      return { kind: 'otherAccount', before: state.before };
    default:
      return { kind: state.status };
  }
}
