import {
  databricksErrors,
  Problem,
} from '@backstage-databricks/plugin-databricks-common';

/** What is said of a code that is no error's own. Without an entry here Databricks has ended the sign-in. */
const MESSAGES: Record<string, string | undefined> = {
  answer_lost:
    'The last renewal of your Databricks sign-in was interrupted and its answer was lost. Nobody has ended your sign-in: reconnect on the Databricks page.',
  app_connection_changed:
    'The app connection that you signed in with was changed. Reconnect on the Databricks page.',
  app_connection_rejected: databricksErrors.app_connection_rejected.message,
  credentials_unreadable: databricksErrors.credentials_unreadable.message,
  encryption_key_unavailable:
    databricksErrors.encryption_key_unavailable.message,
};

/** Why a connection needs its user, in the same words wherever somebody is told of it. */
export function connectionProblem(
  code: string,
  connection: { appConnection: string; endedReason?: string },
): Problem {
  const { appConnection, endedReason: reason } = connection;
  if (code === 'ended_by_admin') {
    return {
      code,
      message: `An admin of the portal has ended your connection${
        reason ? ` and wrote: '${reason}'` : ''
      }. Reconnect on the Databricks page.`,
      values: reason ? { reason } : undefined,
    };
  }
  return {
    code,
    message: MESSAGES[code] ?? databricksErrors.reconnect_required.message,
    values: code === 'app_connection_changed' ? { appConnection } : undefined,
  };
}
