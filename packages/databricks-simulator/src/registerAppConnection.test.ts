import { Simulator } from './Simulator';
import { startSimulator } from './startSimulator';
import {
  createTestClient,
  REDIRECT_URI,
} from './__testUtils__/createTestClient';

describe('The account console', () => {
  let simulator: Simulator;
  let otherWorkspace: Simulator;

  beforeAll(async () => {
    simulator = await startSimulator();
    otherWorkspace = await startSimulator({ account: simulator.account });
  });

  afterAll(() => Promise.all([simulator.stop(), otherWorkspace.stop()]));

  const url = () => `${simulator.url}/account/app-connections`;

  async function register(fields: Record<string, string>) {
    const response = await fetch(url(), {
      method: 'POST',
      body: new URLSearchParams({
        name: 'Portal',
        redirectUris: REDIRECT_URI,
        scopes: 'all-apis',
        confidential: 'yes',
        ...fields,
      }),
    });
    const html = await response.text();
    const [, clientId] = /id="client-id">([^<]+)</.exec(html) ?? [];
    const [, clientSecret] = /id="client-secret">([^<]+)</.exec(html) ?? [];
    return { status: response.status, html, clientId, clientSecret };
  }

  it('has a form that works without JavaScript', async () => {
    const response = await fetch(url());
    expect(response.status).toBe(200);
    const html = await response.text();
    expect(html).toContain('Simulated Databricks');
    expect(html).toContain('<form method="post"');
    for (const name of ['name', 'redirectUris', 'scopes', 'confidential']) {
      expect(html).toContain(`name="${name}"`);
    }
    expect(html).not.toContain('<script');
  });

  it('registers an app connection that works at once in every workspace, and shows the secret once', async () => {
    const { status, clientId, clientSecret } = await register({
      redirectUris: `${REDIRECT_URI}\r\nhttps://portal.example/metadata/oauthCallback\r\n`,
    });
    expect(status).toBe(200);
    expect(clientId).toMatch(/^[0-9a-f-]{36}$/);
    expect(clientSecret).toMatch(/^dose[0-9a-f]{32}$/);
    for (const workspace of [simulator, otherWorkspace]) {
      const client = await createTestClient(workspace, {
        clientId,
        clientSecret,
      });
      const { refresh_token: refreshToken } = await client.connect();
      await client.refresh(refreshToken!);
    }
    const later = await (await fetch(url())).text();
    expect(later).toContain(clientId);
    expect(later).toContain('https://portal.example/metadata/oauthCallback');
    expect(later).not.toContain(clientSecret);
  });

  it('registers public ones, and fewer scopes', async () => {
    const { clientId, clientSecret } = await register({
      confidential: '',
      scopes: 'sql',
    });
    expect(clientSecret).toBeUndefined();
    const client = await createTestClient(simulator, { clientId });
    const tokens = await client.connect(undefined, {
      scope: 'sql offline_access',
    });
    expect(tokens.scope).toBe('sql offline_access');
    const refused = await client.signIn();
    expect(refused.searchParams.get('error')).toBe('access_denied');
  });

  it.each([
    [{ name: ' ' }, 'A name is needed.'],
    [{ redirectUris: '' }, 'At least one redirect URL is needed.'],
    [{ redirectUris: '/oauthredirect' }, '/oauthredirect is not an absolute'],
    [{ redirectUris: 'ftp://a.example/x' }, 'is not an absolute'],
    [{ redirectUris: 'https://a.example/#b' }, 'is not an absolute'],
    [{ redirectUris: '"><b>bold' }, '&#34;&#62;&#60;b&#62;bold is not'],
  ])('refuses %j', async (fields, text) => {
    const before = simulator.account.appConnections.length;
    const { status, html } = await register(fields);
    expect(status).toBe(400);
    expect(html).toContain(text);
    expect(simulator.account.appConnections).toHaveLength(before);
  });
});
