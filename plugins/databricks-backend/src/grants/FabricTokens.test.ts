import { DatabricksServiceError } from '../errors';
import { ResolvedFabric } from '../settings/SettingsSnapshot';
import { aGrant } from './__testUtils__/aGrant';
import { appConnectionOf } from './__testUtils__/appConnectionOf';
import { FabricTokens } from './FabricTokens';
import { Grant, GrantHolder } from './Grant';
import { IssuedToken } from './IssuedToken';

const fabric = {
  name: 'nightly',
  type: 'prophecy',
  oauthType: 'u2m',
  owner: 'group:default/analytics',
  workspaceUrl: 'https://adb-1.7.azuredatabricks.net',
  servicePrincipal: {
    clientId: 'sp',
    clientSecret: 'old',
    scopes: ['all-apis'],
  },
} as unknown as ResolvedFabric;

const analytics = {
  ...fabric,
  name: 'analytics',
  type: 'sql',
  appConnection: 'default',
} as ResolvedFabric;

const alice = { userEntityRef: 'user:default/alice' } as never;

const nobodys = (name: string) => ({
  pluginId: 'jobs',
  user: false,
  servicePrincipalOf: [name],
});

function start(
  token: jest.Mock,
  {
    appConnection = appConnectionOf(),
    stored,
  }: {
    appConnection?: ReturnType<typeof appConnectionOf> | null;
    stored?: Grant;
  } = {},
) {
  let current = fabric;
  const counted: unknown[] = [];
  const noted: unknown[] = [];
  const reload = jest.fn(async () => {
    current = {
      ...fabric,
      servicePrincipal: { ...fabric.servicePrincipal!, clientSecret: 'new' },
    } as ResolvedFabric;
  });
  const paused = { since: 'never' as 'never' | 'before' | 'meanwhile' };
  const requireUnpaused = async () => {
    if (paused.since === 'before') {
      throw new DatabricksServiceError('paused');
    }
    if (paused.since === 'meanwhile') {
      paused.since = 'before';
    }
  };
  const tokens = new FabricTokens({
    settings: {
      reload,
      requireUnpaused,
      current: () => ({
        fabrics: new Map([[fabric.name, current]]),
        appConnections: new Map(
          appConnection ? [[appConnection.name, appConnection]] : [],
        ),
      }),
    } as never,
    engine: { token } as never,
    metrics: {
      tokenIssued: (...of: unknown[]) => counted.push(of),
    } as never,
    store: {
      read: async (holder: GrantHolder, hashes?: string[]) => {
        const isAsked = (holder.kind === 'user') === (hashes === undefined);
        return isAsked ? stored : undefined;
      },
      noteRefusal: async ({ id }: Grant, refusal?: string) =>
        noted.push([id, refusal]),
    } as never,
    vault: {
      clientHashes: () => ['hash'],
      accessToken: ({ accessToken }: Grant) =>
        accessToken && { hasFingerprint: (it: string) => it === 'known' },
    } as never,
  });
  return { tokens, reload, paused, counted, noted };
}

describe('The tokens of a fabric', () => {
  const asServicePrincipal = (tokens: FabricTokens) =>
    tokens.tokenAs(fabric, 'servicePrincipal', undefined);
  const issued = { accessToken: 'a', expiresAtMs: 0, scopes: [], name: 'sp' };

  it('are asked for once more with the settings of now, where Databricks has just rejected the client', async () => {
    const token = jest
      .fn()
      .mockRejectedValueOnce(
        new DatabricksServiceError('service_principal_rejected'),
      )
      .mockResolvedValueOnce(issued);
    const { tokens, reload } = start(token);
    expect(await asServicePrincipal(tokens)).toMatchObject({
      accessToken: 'a',
    });
    expect(reload).toHaveBeenCalledTimes(1);
    expect(token.mock.calls.map(([holder]) => holder.clientSecret)).toEqual([
      'old',
      'new',
    ]);
  });

  it('cost no reading of settings while a rejected client is paused', async () => {
    const token = jest.fn().mockRejectedValue(
      new DatabricksServiceError('service_principal_rejected', {
        detail: 'paused',
      }),
    );
    const { tokens, reload } = start(token);
    await expect(asServicePrincipal(tokens)).rejects.toMatchObject({
      code: 'service_principal_rejected',
    });
    expect(reload).not.toHaveBeenCalled();
    expect(token).toHaveBeenCalledTimes(1);
  });

  it('are asked for with the settings of now, where the client that was rejected is another one meanwhile', async () => {
    const token = jest
      .fn()
      .mockRejectedValueOnce(
        new DatabricksServiceError('service_principal_rejected', {
          detail: 'paused',
        }),
      )
      .mockResolvedValueOnce(issued);
    const { tokens, reload } = start(token);
    // As the reading of another request would: the fabric that this one was asked for is older
    await reload();
    reload.mockClear();
    expect(await asServicePrincipal(tokens)).toMatchObject({
      accessToken: 'a',
    });
    expect(reload).not.toHaveBeenCalled();
  });

  it.each(['memory', 'database', 'refresh'])(
    'are not handed out from %s while an admin has paused it',
    async source => {
      const token = jest.fn().mockResolvedValue({ ...issued, source });
      const { tokens, paused } = start(token);
      paused.since = 'before';
      await expect(asServicePrincipal(tokens)).rejects.toMatchObject({
        code: 'paused',
      });
      expect(token).not.toHaveBeenCalled();
    },
  );

  it.each(['database', 'refresh'])(
    'are not handed out that come from %s after an admin has paused it',
    async source => {
      const token = jest.fn().mockResolvedValue({ ...issued, source });
      const { tokens, paused } = start(token);
      paused.since = 'meanwhile';
      await expect(asServicePrincipal(tokens)).rejects.toMatchObject({
        code: 'paused',
      });
      expect(token).toHaveBeenCalledTimes(1);
    },
  );

  it('from memory cost no other look at the settings', async () => {
    const token = jest.fn().mockResolvedValue({ ...issued, source: 'memory' });
    const { tokens, paused } = start(token);
    paused.since = 'meanwhile';
    expect(await asServicePrincipal(tokens)).toMatchObject({
      accessToken: 'a',
    });
  });

  const asked = { fabric: 'any', purpose: 'automation' as const };
  const refusalOf = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      ({ code, message }) => ({ code, message }),
    );

  it('say who can help where there is nobody to act as', async () => {
    const { tokens } = start(jest.fn());
    await expect(
      tokens.issue(
        fabric,
        { consumer: { pluginId: 'x', user: true, servicePrincipalOf: '*' } },
        { fabric: fabric.name, purpose: 'automation' },
      ),
    ).rejects.toMatchObject({
      code: 'service_principal_missing',
      message: expect.stringMatching(
        /'nightly'.*group:default\/analytics.*or an admin can set oauthType: m2m/,
      ),
    });
  });

  it('are told with whose they are, for how long and where, and are counted', async () => {
    const token = jest.fn(
      async ({ kind }: GrantHolder) =>
        new IssuedToken({
          grantId: `grant of the ${kind}`,
          accessToken: `of the ${kind}`,
          expiresAtMs: Date.UTC(2026, 0, 1),
          scopes: ['all-apis'],
          name: 'ada@example.com',
          source: 'refresh',
          fingerprints: () => ['f'],
        }),
    );
    const { tokens, counted } = start(token as never);
    const uses: string[][] = [];
    tokens.setListener({
      issued: (...use) => uses.push(use),
      refused: jest.fn(),
    });
    const answer = {
      tokenType: 'Bearer',
      expiresAt: '2026-01-01T00:00:00.000Z',
      workspaceUrl: 'https://adb-1.7.azuredatabricks.net',
      scopes: ['all-apis'],
      fingerprint: 'f',
    };
    expect(
      await tokens.issue(
        analytics,
        { consumer: nobodys('analytics'), user: alice },
        { ...asked, minValiditySeconds: 5, rejectedFingerprint: 'r' },
      ),
    ).toEqual({
      ...answer,
      accessToken: 'of the servicePrincipal',
      identity: { kind: 'servicePrincipal', name: 'ada@example.com' },
    });
    expect(
      await tokens.issue(
        analytics,
        {
          consumer: { pluginId: 'x', user: true, servicePrincipalOf: [] },
          user: alice,
        },
        { ...asked, purpose: 'interactive' },
      ),
    ).toEqual({
      ...answer,
      accessToken: 'of the user',
      identity: { kind: 'user', name: 'ada@example.com' },
    });
    await tokens.tokenAs(analytics, 'user', alice);
    token.mock.calls.pop();
    // The plugins alone, and not our own tests
    expect(uses).toEqual([
      ['grant of the servicePrincipal', 'jobs'],
      ['grant of the user', 'x'],
    ]);
    expect(token.mock.calls).toEqual([
      [
        {
          kind: 'servicePrincipal',
          owner: 'analytics',
          workspaceUrl: 'https://adb-1.7.azuredatabricks.net',
          clientId: 'sp',
          clientSecret: 'old',
          scopes: ['all-apis'],
        },
        { rejectedFingerprint: 'r', minValidityMs: 5_000 },
      ],
      [
        {
          kind: 'user',
          owner: 'user:default/alice',
          workspaceUrl: 'https://adb-1.7.azuredatabricks.net',
          appConnection: appConnectionOf(),
        },
        { rejectedFingerprint: undefined, minValidityMs: undefined },
      ],
    ]);
    expect(counted).toEqual([
      ['servicePrincipal', 'refresh'],
      ['user', 'refresh'],
    ]);
  });

  it.each([
    [
      'since the sign-in has ended, is told',
      new DatabricksServiceError('reconnect_required'),
      true,
    ],
    [
      'since Databricks is away, is not',
      new DatabricksServiceError('databricks_unavailable'),
      false,
    ],
    [
      'for a reason of others, is not',
      Object.assign(new Error('Away'), { code: 'reconnect_required' }),
      false,
    ],
  ])('that a user does not get %s', async (_, error, isTold) => {
    const { tokens } = start(jest.fn().mockRejectedValue(error));
    const consumer = { pluginId: 'x', user: true, servicePrincipalOf: [] };
    const work = { ...asked, purpose: 'interactive' as const };
    const ask = () => tokens.issue(analytics, { consumer, user: alice }, work);
    // Nobody listens yet
    await expect(ask()).rejects.toBe(error);
    const refused = jest.fn();
    tokens.setListener({ issued: jest.fn(), refused });
    await expect(ask()).rejects.toBe(error);
    expect(refused.mock.calls).toEqual(
      isTold ? [['user:default/alice', analytics]] : [],
    );
    // Work for nobody, and our own tests, are no work of hers
    await expect(
      tokens.issue(analytics, { consumer: nobodys('analytics') }, asked),
    ).rejects.toBe(error);
    await expect(tokens.tokenAs(analytics, 'user', alice)).rejects.toBe(error);
    expect(refused).toHaveBeenCalledTimes(isTold ? 1 : 0);
  });

  it('are refused to a plugin that is not entitled, with what to change', async () => {
    const { tokens, counted } = start(jest.fn(async () => issued));
    expect(
      await refusalOf(
        tokens.issue(analytics, { consumer: nobodys('other') }, asked),
      ),
    ).toEqual({
      code: 'not_allowed',
      message:
        "The plugin 'jobs' may not act as the service principal of 'analytics': databricks.consumers.jobs.servicePrincipalOf does not list it.",
    });
    expect(
      await refusalOf(
        tokens.issue(
          analytics,
          { consumer: nobodys('analytics'), user: alice },
          { ...asked, purpose: 'interactive' },
        ),
      ),
    ).toEqual({
      code: 'not_allowed',
      message:
        "The plugin 'jobs' may not act as users: databricks.consumers.jobs.user is not true.",
    });
    expect(counted).toEqual([]);
    const everything = { ...nobodys('x'), servicePrincipalOf: '*' as const };
    await tokens.issue(analytics, { consumer: everything }, asked);
    expect(counted).toHaveLength(1);
  });

  it('of interactive work need the user who waits for it', async () => {
    const { tokens } = start(jest.fn());
    expect(
      await refusalOf(
        tokens.issue(
          analytics,
          { consumer: nobodys('analytics') },
          { ...asked, purpose: 'interactive' },
        ),
      ),
    ).toEqual({
      code: 'not_allowed',
      message:
        "Interactive work on 'analytics' needs a user: ask with the credentials of the user who is waiting.",
    });
  });

  it('say what is wrong with the service principal of a fabric', async () => {
    const { tokens } = start(jest.fn());
    const asOne = (servicePrincipal: object | undefined) =>
      refusalOf(
        tokens.tokenAs(
          { ...analytics, servicePrincipal } as ResolvedFabric,
          'servicePrincipal',
          undefined,
        ),
      );
    expect(await asOne(undefined)).toEqual({
      code: 'service_principal_missing',
      message:
        "The fabric 'analytics' has no service principal. Its owner (group:default/analytics) or an admin can add one.",
    });
    expect(
      await asOne({
        ...fabric.servicePrincipal,
        clientSecret: undefined,
        secretUnavailable: 'unreadable',
      }),
    ).toEqual({
      code: 'credentials_unreadable',
      message: expect.stringMatching(
        /^The stored secret of the service principal of 'analytics' cannot be opened/,
      ),
    });
  });

  it('of a user need an app connection that can be used', async () => {
    const asUser = (
      appConnection: ReturnType<typeof appConnectionOf> | null,
      user = alice,
    ) =>
      refusalOf(
        start(jest.fn(), { appConnection }).tokens.tokenAs(
          analytics,
          'user',
          user,
        ),
      );
    expect(await asUser(null)).toEqual({
      code: 'not_configured',
      message:
        "The app connection 'default' of this fabric does not exist. An admin of the portal can add it.",
    });
    expect(
      await asUser(appConnectionOf({ secretUnavailable: 'key_unavailable' })),
    ).toEqual({
      code: 'encryption_key_unavailable',
      message: expect.stringContaining("the app connection 'default'"),
    });
    expect(await asUser(appConnectionOf(), null as never)).toMatchObject({
      code: 'not_configured',
    });
  });

  it.each([
    'app_connection_rejected',
    'service_principal_rejected',
    'databricks_unavailable',
  ] as const)(
    'that fail with %s are not asked for again where nothing was corrected',
    async code => {
      const token = jest
        .fn()
        .mockRejectedValue(new DatabricksServiceError(code));
      const { tokens, reload } = start(token);
      reload.mockImplementation(async () => {});
      expect(await refusalOf(asServicePrincipal(tokens))).toMatchObject({
        code,
      });
      expect(token).toHaveBeenCalledTimes(1);
      expect(reload).toHaveBeenCalledTimes(
        code === 'databricks_unavailable' ? 0 : 1,
      );
    },
  );

  it('fail as they do where the fabric is gone meanwhile, or the settings cannot be read', async () => {
    const code = 'service_principal_rejected';
    const token = jest.fn().mockRejectedValue(new DatabricksServiceError(code));
    const { tokens, reload } = start(token);
    reload.mockRejectedValue(new Error('away') as never);
    for (const name of ['gone', fabric.name]) {
      expect(
        await refusalOf(
          tokens.tokenAs({ ...fabric, name }, 'servicePrincipal', undefined),
        ),
      ).toMatchObject({ code });
    }
    const defect = new Error('a defect');
    token.mockRejectedValue(defect);
    await expect(asServicePrincipal(tokens)).rejects.toBe(defect);
  });
});

describe('What Databricks said to a token', () => {
  const stored = aGrant({ accessToken: 'sealed' });
  const note = async (
    told: { fingerprint: string; refusal?: string } | undefined,
    grant: Grant | undefined = stored,
    identity: 'user' | 'servicePrincipal' = 'user',
  ) => {
    const { tokens, noted } = start(jest.fn(), { stored: grant });
    const id = await tokens.noteAnswer(analytics, identity, alice, told);
    return { id, noted };
  };
  const { id } = stored;

  it('is noted in its grant, that of a user as that of a service principal', async () => {
    const told = { fingerprint: 'known', refusal: 'entitlement' };
    for (const identity of ['user', 'servicePrincipal'] as const) {
      expect(await note(told, stored, identity)).toEqual({
        id,
        noted: [[id, 'entitlement']],
      });
    }
  });

  it('is noted where it refuses no more', async () => {
    const refused = aGrant({
      accessToken: 'sealed',
      failures: 1,
      reasonCode: 'entitlement',
    });
    expect(await note({ fingerprint: 'known' }, refused)).toEqual({
      id,
      noted: [[id, undefined]],
    });
  });

  it.each([
    ['that is known already', { fingerprint: 'known' }, stored],
    ['to another token', { fingerprint: 'other', refusal: 'x' }, stored],
    [
      'to a token that is gone',
      { fingerprint: 'known', refusal: 'x' },
      aGrant(),
    ],
    ['not at all', undefined, stored],
  ])('%s is not noted', async (_, told, grant) => {
    expect(await note(told, grant)).toEqual({ id, noted: [] });
  });

  it('is nobody’s where there is no grant', async () => {
    const { tokens, noted } = start(jest.fn());
    expect(
      await tokens.noteAnswer(analytics, 'user', alice, {
        fingerprint: 'known',
        refusal: 'x',
      }),
    ).toBeUndefined();
    expect(noted).toEqual([]);
  });
});
