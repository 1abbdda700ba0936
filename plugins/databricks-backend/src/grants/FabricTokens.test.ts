import { DatabricksServiceError } from '../errors';
import { ResolvedFabric } from '../settings/SettingsSnapshot';
import { FabricTokens } from './FabricTokens';

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

function start(token: jest.Mock) {
  let current = fabric;
  const reload = jest.fn(async () => {
    current = {
      ...fabric,
      servicePrincipal: { ...fabric.servicePrincipal!, clientSecret: 'new' },
    } as ResolvedFabric;
  });
  const paused = { since: 'never' as 'never' | 'before' | 'meanwhile' };
  const requireUnpaused = () => {
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
      requireStillUnpaused: async () => requireUnpaused(),
      current: () => ({ fabrics: new Map([[fabric.name, current]]) }),
    } as never,
    engine: { token } as never,
    metrics: { tokenIssued: () => {} } as never,
    store: {} as never,
    vault: {} as never,
  });
  return { tokens, reload, paused };
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
});
