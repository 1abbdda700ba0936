import { foreignAddress } from './foreignAddress';

describe('foreignAddress', () => {
  it.each([
    ['http://localhost:3000', 'http://localhost:7007'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:7007'],
    ['http://[::1]:3000', 'http://[::1]:7007'],
    ['https://portal.example.com', 'https://portal.example.com/backend'],
    ['https://portal.example.com', 'https://api.example.com:8443'],
    ['https://example.com', 'https://a.b.example.com'],
    // The backend knows better
    ['https://portal.example.co.uk', 'https://api.other.co.uk'],
    ['https://portal', 'https://portal:7007'],
    ['https://portal.example.com', '/backend'],
    ['https://portal.example.com', undefined],
  ])('knows %s and %s as related', (origin, backend) => {
    expect(foreignAddress({ origin }, backend)).toBeUndefined();
  });

  it.each([
    ['http://127.0.0.1:3000', 'http://localhost:7007'],
    ['http://[::1]:3000', 'http://localhost:7007'],
    ['http://localhost:3000', 'http://127.0.0.1:7007'],
    ['http://10.0.0.1', 'http://11.0.0.1'],
    ['https://localhost:3000', 'http://localhost:7007'],
    ['http://portal.example.com', 'https://api.example.com'],
    ['https://portal.example.org', 'https://api.example.com'],
    ['https://portal', 'https://api'],
  ])('knows %s and %s as strangers', (origin, backend) => {
    expect(foreignAddress({ origin }, backend)?.values).toEqual({
      here: origin,
      backend,
    });
  });
});
