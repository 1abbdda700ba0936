import { foreignAddress } from './foreignAddress';

const local = {
  appBaseUrl: 'http://localhost:3000',
  backendBaseUrl: 'http://localhost:7007',
};
const split = {
  appBaseUrl: 'https://portal.example.com/backstage',
  backendBaseUrl: 'https://api.example.com',
};

describe('foreignAddress', () => {
  it.each([
    ['http://localhost:3000', local],
    ['http://localhost:3001', local],
    ['https://portal.example.com', split],
    ['https://api.example.com:8443', split],
    ['https://elsewhere.example.org', {}],
    [
      'https://elsewhere.example.org',
      { backendBaseUrl: 'https://api.example.com' },
    ],
  ])('lets the portal sign in that was opened at %s', (origin, config) => {
    expect(foreignAddress({ origin }, config)).toBeUndefined();
  });

  it.each([
    ['http://127.0.0.1:3000', local],
    ['http://[::1]:3000', local],
    ['https://localhost:3000', local],
    ['http://portal.example.com', split],
    ['https://portal.example.com:8443', split],
    ['https://portal.example.org', split],
  ])('names the addresses when it was opened at %s', (origin, config) => {
    expect(foreignAddress({ origin }, config)).toEqual({
      here: origin,
      portal: new URL(config.appBaseUrl).origin,
      backend: config.backendBaseUrl,
    });
  });
});
