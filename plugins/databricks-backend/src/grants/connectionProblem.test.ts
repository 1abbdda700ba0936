import { databricksErrors } from '@backstage-databricks/plugin-databricks-common';
import { connectionProblem } from './connectionProblem';

describe('Why a connection needs its user', () => {
  const of = (code: string, endedReason?: string) =>
    connectionProblem(code, { appConnection: 'default', endedReason });

  it.each([
    [
      'answer_lost',
      'The last renewal of your Databricks sign-in was interrupted and its answer was lost. Nobody has ended your sign-in: reconnect on the Databricks page.',
      undefined,
    ],
    [
      'app_connection_changed',
      'The app connection that you signed in with was changed. Reconnect on the Databricks page.',
      { appConnection: 'default' },
    ],
    [
      'credentials_unreadable',
      databricksErrors.credentials_unreadable.message,
      undefined,
    ],
    [
      'encryption_key_unavailable',
      databricksErrors.encryption_key_unavailable.message,
      undefined,
    ],
    [
      'reconnect_required',
      databricksErrors.reconnect_required.message,
      undefined,
    ],
    ['something_new', databricksErrors.reconnect_required.message, undefined],
  ])('is said for %s', (code, message, values) => {
    // What an admin wrote is about what an admin ended
    expect(of(code, 'Left')).toEqual({ code, message, values });
  });

  it('is said with what the admin wrote who has ended it', () => {
    expect(of('ended_by_admin', 'Left the project')).toEqual({
      code: 'ended_by_admin',
      message:
        "An admin of the portal has ended your connection and wrote: 'Left the project'. Reconnect on the Databricks page.",
      values: { reason: 'Left the project' },
    });
    expect(of('ended_by_admin')).toEqual({
      code: 'ended_by_admin',
      message:
        'An admin of the portal has ended your connection. Reconnect on the Databricks page.',
      values: undefined,
    });
  });
});
