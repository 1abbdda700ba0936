import { checksOf } from './__testUtils__/checksOf';

const stateOf = (
  id: string,
  backend: { baseUrl: string; cors?: unknown },
  app = { baseUrl: 'https://portal.example.com' },
) => checksOf({ backend, app })(id)?.state;

describe('The check list', () => {
  it.each([
    ['https://api.example.com', 'ok'],
    ['http://localhost:7007', 'warning'],
    ['http://portal.localhost:7007', 'warning'],
    ['http://127.0.0.2:7007', 'warning'],
    ['http://[::1]:7007', 'warning'],
    ['http://localhost.evil.com', 'failed'],
    ['http://127.evil.com', 'failed'],
    ['http://api.example.com', 'failed'],
  ])('says of %s: %s', (baseUrl, state) => {
    expect(stateOf('base-url', { baseUrl })).toBe(state);
  });

  it.each<[unknown, string]>([
    ['https://portal.example.com', 'ok'],
    [['https://other.example.com', 'https://Portal.example.com'], 'ok'],
    [['https://other.example.com'], 'failed'],
    ['https://*.example.com', 'failed'],
    [undefined, 'failed'],
  ])('wants the exact origin of the portal: %j is %s', (origin, state) => {
    const baseUrl = 'https://api.example.com';
    expect(
      stateOf('origins', { baseUrl, cors: { origin, credentials: true } }),
    ).toBe(state);
    expect(stateOf('origins', { baseUrl, cors: { origin } })).toBe('failed');
  });
});
