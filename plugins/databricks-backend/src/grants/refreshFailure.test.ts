import {
  DatabricksCallError,
  DatabricksCallErrorKind,
} from '../databricks/DatabricksCallError';
import { keptFailure, refreshFailure } from './refreshFailure';

const grant = { kind: 'user' as const, failures: 0, answerLost: false };
const servicePrincipal = { ...grant, kind: 'servicePrincipal' as const };

describe('refreshFailure', () => {
  it.each<[DatabricksCallErrorKind, string, string | undefined]>([
    ['refresh_token_invalid', 'reconnect_required', 'reconnect_required'],
    ['client_rejected', 'app_connection_rejected', undefined],
    ['scopes_rejected', 'databricks_unavailable', undefined],
    ['throttled', 'throttled', undefined],
    ['not_sent', 'databricks_unavailable', undefined],
    ['unavailable', 'databricks_unavailable', undefined],
    ['outcome_unknown', 'databricks_unavailable', undefined],
    ['unclear', 'databricks_unavailable', undefined],
    ['nonsense', 'databricks_unavailable', undefined],
  ])(
    'settles %s of a user as %s, and only a dead refresh token ends a connection',
    (kind, code, status) => {
      const failure = refreshFailure(
        new DatabricksCallError(kind),
        grant,
        () => 1,
      );
      expect(failure).toMatchObject({ code });
      expect(failure.status).toBe(status);
      expect(failure.retryInMs === undefined).toBe(status !== undefined);
    },
  );

  it('rejects a service principal for its secret and for its scopes, and says which', () => {
    const settle = (kind: DatabricksCallErrorKind) =>
      refreshFailure(new DatabricksCallError(kind), servicePrincipal, () => 1);
    expect(settle('client_rejected')).toMatchObject({
      code: 'service_principal_rejected',
      status: 'rejected',
      reasonCode: 'client_rejected',
    });
    expect(settle('scopes_rejected')).toMatchObject({
      code: 'service_principal_rejected',
      status: 'rejected',
      reasonCode: 'scopes_rejected',
    });
    expect(settle('unavailable').status).toBeUndefined();
  });

  it('remembers a lost answer, so that a dead token afterwards has its true reason', () => {
    const settle = (
      kind: DatabricksCallErrorKind,
      answerLost: boolean,
      status?: number,
    ) =>
      refreshFailure(
        new DatabricksCallError(kind, { status }),
        { ...grant, answerLost },
        () => 1,
      );
    expect(settle('outcome_unknown', false).answerLost).toBe(true);
    expect(settle('nonsense', false, 200).answerLost).toBe(true);
    expect(settle('nonsense', false, 400).answerLost).toBe(false);
    for (const kind of [
      'unavailable',
      'throttled',
      'client_rejected',
    ] as const) {
      expect(settle(kind, false).answerLost).toBe(false);
      expect(settle(kind, true).answerLost).toBe(true);
    }
    expect(settle('refresh_token_invalid', true).reasonCode).toBe(
      'answer_lost',
    );
    expect(settle('refresh_token_invalid', false).reasonCode).toBe(
      'reconnect_required',
    );
  });

  it('waits as long as Databricks asks, and longer with every failure', () => {
    const wait = (failures: number, retryAfterSeconds?: number) =>
      refreshFailure(
        new DatabricksCallError('throttled', { retryAfterSeconds }),
        { ...grant, failures },
        () => 1,
      ).retryInMs;
    expect(wait(0, 30)).toBe(30_000);
    expect(wait(0)).toBe(1_000);
    expect(wait(3)).toBe(8_000);
  });

  const settled = (
    kind: DatabricksCallErrorKind,
    options: ConstructorParameters<typeof DatabricksCallError>[1] = {},
    of: Parameters<typeof refreshFailure>[1] = grant,
  ) => refreshFailure(new DatabricksCallError(kind, options), of, () => 1);
  const later = {
    code: 'databricks_unavailable',
    retryInMs: 1_000,
    answerLost: false,
  };
  const noScopes = {
    ...later,
    reasonCode: 'scopes_rejected',
    verdict: 'scopes_rejected',
  };

  it.each<
    [
      DatabricksCallErrorKind,
      ConstructorParameters<typeof DatabricksCallError>[1],
      object,
    ]
  >([
    [
      'client_rejected',
      {},
      {
        ...later,
        code: 'app_connection_rejected',
        reasonCode: 'app_connection_rejected',
        verdict: 'client_rejected',
        retryInMs: 60_000,
      },
    ],
    ['scopes_rejected', {}, noScopes],
    ['access_denied', {}, noScopes],
    [
      'refused',
      {},
      {
        ...later,
        code: 'databricks_refused',
        reasonCode: 'databricks_refused',
        retryInMs: 60_000,
        unreachable: false,
      },
    ],
    [
      'refused',
      { refusal: 'not_a_member' },
      {
        ...later,
        code: 'databricks_refused',
        reasonCode: 'not_a_member',
        retryInMs: 60_000,
        unreachable: false,
      },
    ],
    [
      'refused',
      { refusal: 'private_link' },
      {
        ...later,
        code: 'databricks_refused',
        reasonCode: 'private_link',
        retryInMs: 60_000,
        unreachable: true,
      },
    ],
    [
      'throttled',
      { retryAfterSeconds: 7 },
      {
        ...later,
        code: 'throttled',
        reasonCode: 'throttled',
        retryInMs: 7_000,
      },
    ],
    [
      'not_sent',
      { network: 'timeout' },
      { ...later, reasonCode: 'timeout', unreachable: true },
    ],
    [
      'unavailable',
      { retryAfterSeconds: 7 },
      { ...later, retryInMs: 7_000, unreachable: true },
    ],
    ['outcome_unknown', {}, { ...later, answerLost: true, unreachable: true }],
    ['authorization_invalid', {}, later],
    ['unclear', {}, { ...later, reasonCode: 'unclear' }],
    ['nonsense', { status: 300 }, later],
    ['nonsense', { status: 299 }, { ...later, answerLost: true }],
    ['nonsense', {}, { ...later, answerLost: true }],
    ['token_rejected', {}, later],
    ['forbidden', {}, later],
    ['not_found', {}, later],
  ])('settles %s with %j so, and in no other way', (kind, options, failure) => {
    expect(settled(kind, options)).toEqual(failure);
  });

  it('has no refresh token of a service principal to lose, or to find dead', () => {
    expect(settled('outcome_unknown', {}, servicePrincipal).answerLost).toBe(
      false,
    );
    expect(settled('refresh_token_invalid', {}, servicePrincipal)).toEqual(
      later,
    );
    expect(settled('access_denied', {}, servicePrincipal)).toEqual({
      code: 'service_principal_rejected',
      status: 'rejected',
      reasonCode: 'scopes_rejected',
      retryInMs: 60_000,
    });
  });

  it('blames Databricks for nothing that went wrong here', () => {
    expect(refreshFailure(new Error('away'), grant, () => 1)).toEqual({
      ...later,
      code: 'unavailable',
    });
  });

  it('keeps why a service principal is rejected through what tells nothing of it', () => {
    const rejected = {
      status: 'rejected' as const,
      reasonCode: 'scopes_rejected',
    };
    const outage = settled('unavailable', {}, servicePrincipal);
    expect(keptFailure(outage, rejected)).toEqual({
      ...outage,
      reasonCode: 'scopes_rejected',
    });
    const refused = settled('refused', {}, servicePrincipal);
    expect(keptFailure(refused, rejected)).toEqual({
      ...refused,
      status: 'connected',
    });
    const client = settled('client_rejected', {}, servicePrincipal);
    expect(keptFailure(client, rejected)).toEqual(client);
    const connected = { ...rejected, status: 'connected' as const };
    for (const failure of [outage, refused, client]) {
      expect(keptFailure(failure, connected)).toEqual(failure);
    }
  });
});
