import { readRegistration } from './readRegistration';

describe('readRegistration', () => {
  it('reads what must match the app connection at Databricks', () => {
    expect(
      readRegistration(
        'https://host.example/oidc/v1/authorize?client_id=9d1e&redirect_uri=https%3A%2F%2Fportal.example%2Fapi%2Fdatabricks%2Foauthredirect&state=s',
      ),
    ).toEqual({
      clientId: '9d1e',
      redirectUrl: 'https://portal.example/api/databricks/oauthredirect',
    });
  });

  it.each([
    ['javascript', 'alert(1)'].join(':'),
    'data:text/html,x',
    'blob:https://x/1',
    'not a URL',
  ])('refuses %s', url => {
    expect(() => readRegistration(url)).toThrow(
      /not a web address|Invalid URL/,
    );
  });
});
