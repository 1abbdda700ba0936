import { execFileSync } from 'node:child_process';
import { appConnection, redirectUrls } from '../../__testUtils__/settings';
import {
  registrationCommand,
  registrationOf,
  registrationTerraform,
} from './registration';

const urls = redirectUrls.map(({ url }) => url);

describe('the registration of the portal', () => {
  it('is what the account API takes, whatever the portal is called', () => {
    const registration = registrationOf({
      name: 'Ann\'s "portal" $(id) ${x}',
      redirectUrls: urls,
      appConnection: appConnection({ refreshTokenLifetime: { days: 1.5 } }),
    });
    const command = registrationCommand(registration);
    const [, account, integration, create, json, body] = execFileSync(
      'sh',
      ['-c', `databricks() { printf '%s\\0' databricks "$@"; }; ${command}`],
      { encoding: 'utf8' },
    ).split('\0');

    expect([account, integration, create, json]).toEqual([
      'account',
      'custom-app-integration',
      'create',
      '--json',
    ]);
    expect(JSON.parse(body)).toEqual({
      name: 'Ann\'s "portal" $(id) ${x}',
      confidential: true,
      redirect_urls: urls,
      scopes: ['all-apis', 'offline_access'],
      token_access_policy: {
        access_token_ttl_in_minutes: 60,
        refresh_token_ttl_in_minutes: 2160,
      },
    });
  });

  it('is the same for Terraform', () => {
    const terraform = registrationTerraform(
      registrationOf({ name: 'A ${portal}', redirectUrls: urls }),
    );
    expect(terraform).toContain('name          = "A $${portal}"');
    expect(terraform).toContain('confidential  = true');
    urls.forEach(url => expect(terraform).toContain(`    "${url}",`));
    expect(terraform).toContain('scopes = ["all-apis", "offline_access"]');
    expect(terraform).toContain('refresh_token_ttl_in_minutes = 10080');
  });

  it('asks for no more than Databricks gives, and for a public client where it is one', () => {
    expect(
      registrationOf({
        name: 'Portal',
        redirectUrls: urls,
        appConnection: appConnection({
          public: true,
          refreshTokenLifetime: { days: 365 },
        }),
      }),
    ).toMatchObject({
      confidential: false,
      refreshTokenLifetimeMinutes: 129_600,
    });
  });
});
