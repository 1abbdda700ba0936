import { GRANT_ROW } from './__testUtils__/aGrant';
import { ERASED_TOKENS, grantOf, NO_VERDICT } from './GrantRow';

describe('A row of grants', () => {
  it('is the same grant, whichever driver has read it', () => {
    const read = {
      id: '9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d',
      owner: 'user:default/alice',
      issuer: 'https://adb-1.7.azuredatabricks.net',
      definitionHash: undefined,
      clientId: 'client',
      name: 'ada@example.com',
      scopes: ['all-apis', 'offline_access'],
      place: {
        table: 'grants',
        rowId: '9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d',
        bound: [
          'user:default/alice',
          'user',
          'https://adb-1.7.azuredatabricks.net',
          'default',
          null,
          'client',
          '1',
          'ada@example.com',
        ],
      },
      accessToken: undefined,
      refreshToken: undefined,
      keyId: 'k1',
      unreadableAtMs: undefined,
      receivedAtMs: 1_000_000,
      expiresAtMs: 4_600_000,
      generation: 3,
      leaseUntilMs: undefined,
      answerLost: false,
      status: 'connected',
      reasonCode: undefined,
      rejectedClientHash: undefined,
      failures: 0,
      retryAtMs: undefined,
      endedReason: undefined,
      nowMs: 1_000_000,
      readAt: 7,
    };
    expect(grantOf(GRANT_ROW, 7)).toEqual(read);
    expect(
      grantOf(
        {
          ...GRANT_ROW,
          definition_hash: 'd',
          databricks_user_name: null,
          scopes: ' all-apis  sql ',
          access_token: 'a',
          refresh_token: 'r',
          key_id: null,
          unreadable_at: 1,
          access_token_received_at: null,
          access_token_expires_at: null,
          lease_until: '2',
          answer_lost: 1,
          reason_code: 'throttled',
          rejected_client_hash: 'c',
          retry_at: 0,
          ended_reason: 'Left',
        },
        7,
      ),
    ).toEqual({
      ...read,
      definitionHash: 'd',
      name: 'client',
      scopes: ['all-apis', 'sql'],
      place: expect.objectContaining({
        bound: expect.arrayContaining(['d', null]),
      }),
      accessToken: 'a',
      refreshToken: 'r',
      keyId: undefined,
      unreadableAtMs: 1,
      receivedAtMs: 0,
      expiresAtMs: 0,
      leaseUntilMs: 2,
      answerLost: true,
      reasonCode: 'throttled',
      rejectedClientHash: 'c',
      retryAtMs: 0,
      endedReason: 'Left',
    });
  });

  it('holds nothing against an app connection that is accepted', () => {
    expect(NO_VERDICT).toEqual({
      verdict: null,
      verdict_at: null,
      rejected_client_hash: null,
    });
  });

  it('has nothing left of its tokens once they are erased', () => {
    expect(ERASED_TOKENS).toEqual({
      access_token: null,
      refresh_token: null,
      key_id: null,
      unreadable_at: null,
      lease_owner: null,
      lease_until: null,
    });
  });
});
