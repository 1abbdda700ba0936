import { databricksErrors } from '@backstage-databricks/plugin-databricks-common';
import { A_USER } from './__testUtils__/aGrant';
import { GrantHolder } from './Grant';
import { RefreshFailure } from './refreshFailure';
import { toServiceError } from './toServiceError';

const holder = { kind: 'servicePrincipal', owner: 'nightly' } as GrantHolder;

const told = (failure: RefreshFailure) => {
  const { code, status, message, retryAfterSeconds, detail, network } =
    toServiceError(failure, holder);
  return { code, status, message, retryAfterSeconds, detail, network };
};

describe('Who gets no token is told', () => {
  it('what is wrong with which service principal', () => {
    const code = 'service_principal_rejected';
    const scopes = told({ code, reasonCode: 'scopes_rejected' });
    const client = told({ code, reasonCode: 'client_rejected' });
    expect(scopes.message).toMatch(/scopes .* 'nightly'/);
    expect(client.message).toMatch(/secret .* 'nightly'/);
  });

  it('which rule of Databricks refuses, and that waiting does not help', () => {
    expect(
      told({
        code: 'databricks_refused',
        reasonCode: 'ip_access_list',
        retryInMs: 60_000,
      }),
    ).toEqual({
      code: 'databricks_refused',
      status: databricksErrors.databricks_refused.status,
      message: expect.stringContaining('IP access list'),
      retryAfterSeconds: undefined,
      detail: undefined,
      network: undefined,
    });
  });

  it.each([
    [undefined, 5],
    [1, 1],
    [0, 1],
    [1_000, 1],
    [1_001, 2],
  ])(
    'when to come back, in whole seconds: after %s ms in %s s',
    (retryInMs, retryAfterSeconds) => {
      expect(
        told({ code: 'databricks_unavailable', retryInMs }).retryAfterSeconds,
      ).toBe(retryAfterSeconds);
    },
  );

  it('nothing of other times or networks where the failure is no outage', () => {
    expect(
      told({
        code: 'reconnect_required',
        reasonCode: 'timeout',
        retryInMs: 5_000,
      }),
    ).toEqual({
      code: 'reconnect_required',
      status: databricksErrors.reconnect_required.status,
      message: databricksErrors.reconnect_required.message,
      retryAfterSeconds: undefined,
      detail: undefined,
      network: undefined,
    });
  });

  it('why a connection has come to its end, where nobody has ended the sign-in', () => {
    const messageOf = (reasonCode?: string) =>
      toServiceError({ code: 'reconnect_required', reasonCode }, A_USER)
        .message;
    expect(messageOf('answer_lost')).toMatch(/Nobody has ended your sign-in/);
    for (const reason of [undefined, 'reconnect_required']) {
      expect(messageOf(reason)).toBe(
        databricksErrors.reconnect_required.message,
      );
    }
    expect(
      toServiceError({ code: 'throttled', reasonCode: 'answer_lost' }, A_USER)
        .message,
    ).toBe(databricksErrors.throttled.message);
  });

  it('in the log how the network failed, and that Databricks was not asked', () => {
    const code = 'databricks_unavailable';
    expect(told({ code, reasonCode: 'timeout', paused: true })).toMatchObject({
      message: databricksErrors.databricks_unavailable.message,
      network: 'timeout',
      detail: 'paused',
    });
    expect(told({ code, reasonCode: 'canary' })).toMatchObject({
      network: undefined,
      detail: undefined,
    });
    expect(told({ code: 'throttled', reasonCode: 'timeout' }).network).toBe(
      undefined,
    );
  });
});
