import { siteProblem } from './siteProblem';

describe('Portal and backend', () => {
  it.each<[string | undefined, string]>([
    [undefined, 'https://portal.example.com'],
    ['https://portal.example.com', 'https://portal.example.com'],
    ['https://portal.example.com', 'https://portal.example.com:7007/backend'],
    ['https://portal.example.com', 'https://api.example.com'],
    ['https://example.com', 'https://a.b.example.com'],
    ['https://portal.example.co.uk', 'https://api.example.co.uk'],
    ['https://portal.corp.internal', 'https://api.corp.internal'],
    ['https://portal', 'https://portal:7007'],
    ['http://localhost:3000', 'http://localhost:7007'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:7007'],
    ['http://[::1]:3000', 'http://[::1]:7007'],
  ])('are of one site: %s and %s', (appBaseUrl, backendBaseUrl) => {
    expect(siteProblem({ appBaseUrl, backendBaseUrl })).toBeUndefined();
  });

  it.each([
    ['https://portal.example.com', 'https://api.example.org'],
    ['https://portal.example.com', 'https://example.com.evil.org'],
    ['https://portal.example.co.uk', 'https://api.other.co.uk'],
    ['https://portal.azurewebsites.net', 'https://api.azurewebsites.net'],
    ['http://localhost:3000', 'http://127.0.0.1:7007'],
    ['http://127.0.0.1:3000', 'http://127.0.0.2:7007'],
    ['https://10.0.0.1', 'https://10.0.0.2'],
    ['https://portal', 'https://api'],
    ['http://portal.example.com', 'https://api.example.com'],
  ])('are of unrelated sites: %s and %s', (appBaseUrl, backendBaseUrl) => {
    const problem = siteProblem({ appBaseUrl, backendBaseUrl });
    expect(problem).toContain(appBaseUrl);
    expect(problem).toContain(backendBaseUrl);
  });
});
