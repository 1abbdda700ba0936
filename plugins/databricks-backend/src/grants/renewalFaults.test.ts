import { Fault } from '@backstage-databricks/databricks-simulator';
import { codeOf } from './__testUtils__/codeOf';
import {
  startGrants,
  TestGrants,
  UserHolder,
} from './__testUtils__/startGrants';

jest.setTimeout(60_000);

describe('What Databricks answers to a renewal', () => {
  let grants: TestGrants;
  let alice: UserHolder;

  beforeEach(async () => {
    grants = await startGrants();
    alice = await grants.connect();
  });

  afterEach(() => grants.stop());

  const oauthError = (
    status: number,
    error: string,
    description = '',
  ): Fault => ({
    kind: 'status',
    status,
    body: { error, error_description: description },
  });

  it.each<[string, Fault, string, string | null]>([
    [
      '503 with HTML',
      { kind: 'status', status: 503, body: '<html>' },
      'databricks_unavailable',
      null,
    ],
    [
      '429',
      { kind: 'status', status: 429, headers: { 'retry-after': '7' } },
      'throttled',
      'throttled',
    ],
    [
      'throttling in words',
      oauthError(400, 'invalid_request', 'temporarily throttled'),
      'throttled',
      'throttled',
    ],
    [
      'a closed connection',
      { kind: 'drop' },
      'databricks_unavailable',
      'reset',
    ],
    [
      'HTML with 200',
      { kind: 'status', status: 200, body: '<html>' },
      'databricks_unavailable',
      null,
    ],
    [
      'a number as token',
      { kind: 'fields', fields: { access_token: 5 } },
      'databricks_unavailable',
      null,
    ],
    [
      'too large a body',
      { kind: 'status', status: 200, body: ' '.repeat(100_000) },
      'databricks_unavailable',
      null,
    ],
    ['half of a body', { kind: 'truncate' }, 'databricks_unavailable', null],
    [
      'a negative lifetime',
      { kind: 'fields', fields: { expires_in: -1 } },
      'databricks_unavailable',
      null,
    ],
    [
      'another invalid_request',
      oauthError(400, 'invalid_request', 'What?'),
      'databricks_unavailable',
      'unclear',
    ],
    [
      'a 401 for another reason than the client',
      oauthError(401, 'invalid_request', 'What?'),
      'databricks_unavailable',
      'unclear',
    ],
    [
      'an application that is not available',
      oauthError(
        400,
        'invalid_request',
        "OAuth application with client_id: 'x' not available in Databricks account 'y'.",
      ),
      'app_connection_rejected',
      'app_connection_rejected',
    ],
    [
      'an IP access list',
      {
        kind: 'status',
        status: 403,
        body: {
          message: 'Source IP address: 1.2.3.4 is blocked by Databricks IP ACL',
        },
      },
      'databricks_refused',
      'ip_access_list',
    ],
    [
      '403 without words',
      { kind: 'status', status: 403 },
      'databricks_refused',
      'databricks_refused',
    ],
    [
      'an error that nobody knows',
      oauthError(400, 'weather'),
      'databricks_unavailable',
      'unclear',
    ],
    [
      'scopes that are not assigned',
      oauthError(400, 'access_denied', 'Scopes x are not assigned'),
      'databricks_unavailable',
      'scopes_rejected',
    ],
    [
      'invalid_client',
      oauthError(401, 'invalid_client'),
      'app_connection_rejected',
      'app_connection_rejected',
    ],
    [
      'a 401 without words',
      { kind: 'status', status: 401, headers: { 'www-authenticate': 'Basic' } },
      'app_connection_rejected',
      'app_connection_rejected',
    ],
  ])('%s keeps the tokens', async (_, fault, code, reason) => {
    const engine = grants.replica();
    const { fingerprint } = await engine.token(alice);
    const before = await grants.row(alice);
    grants.simulator.faults.next('token', fault);
    const calls = grants.simulator.calls.token;
    expect(
      await codeOf(engine.token(alice, { rejectedFingerprint: fingerprint })),
    ).toBe(code);
    expect(await grants.row(alice)).toMatchObject({
      status: 'connected',
      access_token: before.access_token,
      refresh_token: before.refresh_token,
      generation: before.generation,
      lease_owner: null,
      failures: 1,
      reason_code: reason,
    });
    // Another replica does not try either, and whoever has no complaint is served
    expect(
      await codeOf(
        grants.replica().token(alice, { rejectedFingerprint: fingerprint }),
      ),
    ).toBe(code);
    expect(grants.simulator.calls.token).toBe(calls + 1);
    expect((await grants.replica().token(alice)).fingerprint).toBe(fingerprint);
  });

  it('a 401 to one user disturbs no other user of the app connection', async () => {
    const bob = await grants.connect('user:default/bob');
    const engine = grants.replica();
    await grants.age(alice, -1);
    await grants.age(bob, -1);
    grants.simulator.faults.next(
      'token',
      oauthError(401, 'invalid_request', 'What?'),
    );
    expect(await codeOf(engine.token(alice))).toBe('databricks_unavailable');
    expect(await codeOf(engine.token(bob))).toBe('a token');
  });

  it.each<[string, Fault]>([
    ['invalid_grant', oauthError(400, 'invalid_grant')],
    [
      'Databricks’ own words',
      oauthError(400, 'invalid_request', 'Refresh token is invalid'),
    ],
    [
      'the same as 401',
      {
        ...oauthError(401, 'invalid_request', 'Refresh token is invalid'),
        headers: { 'www-authenticate': 'Bearer' },
      } as Fault,
    ],
  ])('%s ends the connection, without another call', async (_, fault) => {
    const engine = grants.replica();
    await grants.age(alice, -1);
    grants.simulator.faults.next('token', fault);
    const calls = grants.simulator.calls.token;
    for (let i = 0; i < 3; i++) {
      expect(await codeOf(engine.token(alice))).toBe('reconnect_required');
    }
    expect(grants.simulator.calls.token).toBe(calls + 1);
    expect(await grants.row(alice)).toMatchObject({
      status: 'reconnect_required',
      reason_code: 'reconnect_required',
      access_token: null,
      refresh_token: null,
      key_id: null,
    });
  });

  it('a lost answer is tried once more, and said to be lost when the refresh token is spent', async () => {
    const engine = grants.replica();
    await grants.age(alice, -1);
    grants.simulator.faults.next('token', {
      kind: 'drop',
      when: 'afterProcessing',
    });
    expect(await codeOf(engine.token(alice))).toBe('databricks_unavailable');
    grants.simulator.faults.next('token', { kind: 'status', status: 503 });
    await grants.endPause();
    expect(await codeOf(engine.token(alice))).toBe('databricks_unavailable');
    await grants.endPause();
    expect(await codeOf(engine.token(alice))).toBe('reconnect_required');
    expect(await grants.row(alice)).toMatchObject({
      reason_code: 'answer_lost',
    });
  });
});
