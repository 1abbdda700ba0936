import { DatabricksConfig } from '../config';
import {
  CALLBACK_ROUTE_PATH,
  redirectPathOf,
  redirectUri,
  redirectUrls,
  usesSecureCookies,
} from './redirect';

const backendBaseUrl = 'https://portal.example.com/base';

describe('The callbacks', () => {
  it('are where the routes are, below the address of the backend', () => {
    expect(redirectUri({ backendBaseUrl }, 'oauthredirect')).toBe(
      `https://portal.example.com/base/api/databricks${CALLBACK_ROUTE_PATH}`,
    );
    expect(CALLBACK_ROUTE_PATH).toBe('/oauthredirect');
    expect(redirectUri({ backendBaseUrl }, 'metadata')).toBe(
      'https://portal.example.com/base/metadata/oauthCallback',
    );
  });

  it('are registered both where both are served', () => {
    const paths = (serveMetadataCallback: boolean) =>
      redirectUrls({ backendBaseUrl, serveMetadataCallback });
    const own = {
      path: 'oauthredirect',
      url: redirectUri({ backendBaseUrl }, 'oauthredirect'),
    };
    expect(paths(false)).toEqual([own]);
    expect(paths(true)).toEqual([
      own,
      { path: 'metadata', url: redirectUri({ backendBaseUrl }, 'metadata') },
    ]);
  });

  it.each([
    ['prophecy', true, 'metadata'],
    ['prophecy', false, 'oauthredirect'],
    ['sql', true, 'oauthredirect'],
    ['spark', false, 'oauthredirect'],
  ])('of a %s fabric, Prophecy’s being served: %s', (type, served, path) => {
    expect(redirectPathOf({ serveMetadataCallback: served }, { type })).toBe(
      path,
    );
  });
});

describe('Cookies of sign-ins', () => {
  const isSecure = (url: string) =>
    usesSecureCookies({ backendBaseUrl: url } as DatabricksConfig);

  it('are secure with https, and plain on this machine alone', () => {
    expect(isSecure('https://portal.example.com')).toBe(true);
    expect(isSecure('https://localhost:7007')).toBe(true);
    expect(isSecure('http://localhost:7007')).toBe(false);
    expect(isSecure('http://portal.localhost:7007')).toBe(false);
    expect(() => isSecure('http://portal.example.com')).toThrow(
      expect.objectContaining({
        code: 'not_configured',
        message:
          'Sign-in needs https: backend.baseUrl is plain http on a host that is not this machine. Ask an admin of the portal.',
      }),
    );
  });
});
