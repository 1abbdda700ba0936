import { mayGetSecret } from './mayGetSecret';

const allowedHosts = [
  '.azuredatabricks.net',
  '.example.com',
  'exact.example.org',
  'port.example.org:8443',
];

describe('A kept secret', () => {
  it.each<[boolean, string, string]>([
    [true, 'https://adb-1.2.azuredatabricks.net', 'is Databricks’ own'],
    [true, 'https://x.cloud.databricks.com', 'is Databricks’ own'],
    [true, 'https://exact.example.org', 'is listed exactly'],
    [true, 'https://port.example.org:8443', 'is listed exactly'],
    [true, 'https://used.example.com', 'is in use'],
    [true, 'http://127.0.0.1:8020', 'is this machine'],
    [false, 'https://other.example.com', 'is below a suffix of one’s own'],
    [false, 'https://used.example.com:8443', 'is another port of one in use'],
    [false, 'https://port.example.org', 'is another port of a listed one'],
    [false, 'https://not-azuredatabricks.net', 'looks like Databricks’ own'],
    [false, 'https://accounts.azuredatabricks.net', 'is no workspace'],
    [false, 'https://x.exact.example.org', 'is below an exact entry'],
  ])('may go: %s, to %s, which %s', (expected, workspaceUrl) => {
    const inUse = ['https://used.example.com', undefined];
    const config = { allowedHosts, production: false };
    expect(mayGetSecret(workspaceUrl, config, inUse)).toBe(expected);
  });

  it('does not go to this machine in production', () => {
    const config = { allowedHosts, production: true };
    expect(mayGetSecret('http://127.0.0.1:8020', config, [])).toBe(false);
  });
});
