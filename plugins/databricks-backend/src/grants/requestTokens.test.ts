import { WorkspaceClient } from '../databricks';
import { aGrant } from './__testUtils__/aGrant';
import { appConnectionOf } from './__testUtils__/appConnectionOf';
import { GrantHolder } from './Grant';
import { requestTokens } from './requestTokens';

const workspaceUrl = 'https://adb-1.7.azuredatabricks.net';

describe('The one call for tokens', () => {
  const calls: unknown[] = [];
  const databricks = {
    requestClientCredentials: async (of: object) =>
      calls.push(['client credentials', of]),
    refreshAccessToken: async (of: object) => calls.push(['refresh', of]),
  } as unknown as WorkspaceClient;
  const user: GrantHolder = {
    kind: 'user',
    owner: 'user:default/alice',
    workspaceUrl,
    appConnection: appConnectionOf(),
  };
  const grant = aGrant({ scopes: ['sql'] });

  beforeEach(() => calls.splice(0));

  it('of a user refreshes, with the scopes that were granted', async () => {
    await requestTokens(databricks, { holder: user, grant, refreshToken: 'r' });
    const { clientId, clientSecret } = user.appConnection;
    expect(calls).toEqual([
      [
        'refresh',
        {
          workspaceUrl,
          clientId,
          clientSecret,
          refreshToken: 'r',
          scopes: ['sql'],
        },
      ],
    ]);
  });

  it('of a user without a refresh token is not made: the sign-in has ended', async () => {
    await expect(
      requestTokens(databricks, {
        holder: user,
        grant,
        refreshToken: undefined,
      }),
    ).rejects.toMatchObject({ kind: 'refresh_token_invalid' });
    expect(calls).toEqual([]);
  });

  it('of a service principal needs none', async () => {
    const holder: GrantHolder = {
      kind: 'servicePrincipal',
      owner: 'nightly',
      workspaceUrl,
      clientId: 'sp',
      clientSecret: 's',
      scopes: ['all-apis'],
    };
    await requestTokens(databricks, { holder, grant, refreshToken: undefined });
    expect(calls).toEqual([['client credentials', holder]]);
  });
});
