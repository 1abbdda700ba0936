import fc from 'fast-check';
import {
  checkWorkspaceUrl,
  DEFAULT_ALLOWED_HOSTS,
  isLoopbackHost,
  parseAllowedHost,
  parseWorkspaceUrl,
} from './workspaceUrl';

const production = {
  allowedHosts: DEFAULT_ALLOWED_HOSTS,
  allowLoopback: false,
};
const development = { ...production, allowLoopback: true };

describe('checkWorkspaceUrl', () => {
  it.each([
    [
      'https://adb-1234567890123456.7.azuredatabricks.net',
      'https://adb-1234567890123456.7.azuredatabricks.net',
    ],
    [
      'https://dbc-a1b2c3d4-e5f6.cloud.databricks.com/',
      'https://dbc-a1b2c3d4-e5f6.cloud.databricks.com',
    ],
    [
      'https://ADB-1234567890123456.2.azuredatabricks.net/?o=1234567890123456',
      'https://adb-1234567890123456.2.azuredatabricks.net',
    ],
    [
      'https://adb-1.2.azuredatabricks.net?o=1',
      'https://adb-1.2.azuredatabricks.net',
    ],
    [
      'HTTPS://DBC-1.Cloud.Databricks.COM:443/',
      'https://dbc-1.cloud.databricks.com',
    ],
    [
      'https://1234567890.5.gcp.databricks.com',
      'https://1234567890.5.gcp.databricks.com',
    ],
    ['https://x.cloud.databricks.us', 'https://x.cloud.databricks.us'],
    ['https://x.databricks.azure.us', 'https://x.databricks.azure.us'],
    ['https://x.databricks.azure.cn', 'https://x.databricks.azure.cn'],
  ])('accepts %s', (text, url) => {
    expect(checkWorkspaceUrl(text, production)).toEqual({ value: url });
  });

  it.each([
    // userinfo
    'https://user:pw@adb-1.azuredatabricks.net',
    'https://adb-1.azuredatabricks.net@evil.com',
    'https://@adb-1.azuredatabricks.net',
    // look-alikes
    'https://evilazuredatabricks.net',
    'https://adb.azuredatabricks.net.evil.com',
    'https://azuredatabricks.net',
    'https://.azuredatabricks.net',
    'https://adb-1.azuredatabricks.net.',
    'https://adb-1..azuredatabricks.net',
    'https://-adb.azuredatabricks.net',
    'https://adb_1.azuredatabricks.net',
    // schemes
    'http://adb-1.azuredatabricks.net',
    'ftp://adb-1.azuredatabricks.net',
    'file:///etc/passwd',
    'data:text/html,adb-1.azuredatabricks.net',
    'https:adb-1.azuredatabricks.net',
    'https:/adb-1.azuredatabricks.net',
    '//adb-1.azuredatabricks.net',
    'adb-1.azuredatabricks.net',
    '',
    // anything behind the host
    'https://adb-1.azuredatabricks.net/sql',
    'https://adb-1.azuredatabricks.net//',
    'https://adb-1.azuredatabricks.net/?o=1&x=2',
    'https://adb-1.azuredatabricks.net/?o=a',
    'https://adb-1.azuredatabricks.net/#x',
    'https://evil.com#adb-1.azuredatabricks.net',
    'https://evil.com/.azuredatabricks.net',
    'https://evil.com?o=.azuredatabricks.net',
    'https://evil.com\\.azuredatabricks.net',
    'https:\\\\adb-1.azuredatabricks.net',
    // what URL parsers repair
    'https://adb-1.azuredatabricks.net\n',
    'https://adb-1.azure\ndatabricks.net',
    ' https://adb-1.azuredatabricks.net',
    'https://adb-1.azuredatabricks.net ',
    'https://%61db-1.azuredatabricks.net',
    'https://adb-1\uff0eazuredatabricks.net',
    'https://\u00e4db-1.azuredatabricks.net',
    'https://xn--db-1-loa.azuredatabricks.net',
    'https://adb-1.azuredatabricks.net\u0000',
    // addresses
    'https://127.0.0.1',
    'https://2130706433',
    'https://0x7f000001',
    'https://0177.0.0.1',
    'https://127.1',
    'https://[::1]',
    'https://[::ffff:127.0.0.1]',
    'https://[64:ff9b::7f00:1]',
    'https://169.254.169.254',
    'https://10.0.0.5',
    // names of the inside
    'https://localhost',
    'https://metadata.google.internal',
    'https://kubernetes.default.svc',
    // never workspaces
    'https://accounts.cloud.databricks.com',
    'https://accounts.azuredatabricks.net',
    'https://accounts-dod.cloud.databricks.us',
    'https://login.cloud.databricks.com',
    'https://app-1.databricksapps.com',
    // ports
    'https://adb-1.azuredatabricks.net:8443',
    'https://adb-1.azuredatabricks.net:0',
    'https://adb-1.azuredatabricks.net:99999',
    'https://adb-1.azuredatabricks.net:',
    `https://${'a'.repeat(64)}.azuredatabricks.net`,
  ])('refuses %j', text => {
    expect(checkWorkspaceUrl(text, production).problem).toMatch(/^must /);
    expect(checkWorkspaceUrl(text, production).value).toBeUndefined();
  });

  it.each([
    ['http://127.0.0.1:8020', 'http://127.0.0.1:8020'],
    ['http://localhost:8020/', 'http://localhost:8020'],
    ['http://LOCALHOST', 'http://localhost'],
    ['http://[::1]:8020', 'http://[::1]:8020'],
    ['https://127.0.0.1:8443', 'https://127.0.0.1:8443'],
  ])('accepts the loopback host %s outside production only', (text, url) => {
    expect(checkWorkspaceUrl(text, development)).toEqual({ value: url });
    expect(checkWorkspaceUrl(text, production).problem).toMatch(/loopback/);
  });

  it.each([
    'http://127.1:8020',
    'http://0177.0.0.1:8020',
    'http://2130706433',
    'http://127.0.0.999',
    'http://0.0.0.0:8020',
    'http://[::ffff:127.0.0.1]:8020',
    'http://localhost.evil.com',
    'http://127.0.0.1.evil.com',
    'http://adb-1.azuredatabricks.net',
  ])('refuses %s outside production too', text => {
    expect(checkWorkspaceUrl(text, development).problem).toMatch(/^must /);
  });

  it('never accepts what is no workspace, whatever the list says', () => {
    const rules = {
      allowedHosts: [
        '.databricks.com',
        '.cloud.databricks.com',
        'accounts.cloud.databricks.com',
        '.databricksapps.com',
        'x.databricksapps.com',
      ],
      allowLoopback: true,
    };
    for (const host of [
      'accounts.cloud.databricks.com',
      'login.databricks.com',
      'x.databricksapps.com',
      'a.b.databricksapps.com',
    ]) {
      expect(checkWorkspaceUrl(`https://${host}`, rules).problem).toMatch(
        /^must be the URL of a workspace/,
      );
    }
  });

  it.each([
    'https://acme.azuredatabricks.net/?o=111',
    'https://acme.azuredatabricks.net?o=222',
    'https://westeurope.azuredatabricks.net/?o=1',
    'https://dbc-a1b2c3d4-e5f6.cloud.databricks.com/?o=1',
    'https://adb-1.2.azuredatabricks.net/?o=2',
    'https://adb-1.2.azuredatabricks.net/?o=01',
    'https://adb-12.2.azuredatabricks.net/?o=1',
    'https://x.adb-1.azuredatabricks.net/?o=1',
    'https://adb-1.2.azuredatabricks.net/?o=0',
  ])(
    'takes no address for the workspace of its host when it can choose another one: %s',
    text => {
      expect(checkWorkspaceUrl(text, production).problem).toMatch(
        /^must not carry \?o=<workspace id>/,
      );
      expect(
        checkWorkspaceUrl(text.replace(/\/?\?o=.*/, ''), production).value,
      ).toBeDefined();
    },
  );

  it('takes exact hosts exactly, on port 443 unless the list names another', () => {
    const rules = {
      allowedHosts: ['dbx.example.com', 'other.example.com:8443'],
      allowLoopback: false,
    };
    const check = (text: string) => checkWorkspaceUrl(text, rules).value;
    expect(check('https://dbx.example.com')).toBe('https://dbx.example.com');
    expect(check('https://dbx.example.com:443')).toBe(
      'https://dbx.example.com',
    );
    expect(check('https://dbx.example.com:9443')).toBeUndefined();
    expect(
      checkWorkspaceUrl('https://dbx.example.com:9443', rules).problem,
    ).toMatch(/<host>:<port>/);
    expect(check('https://a.dbx.example.com')).toBeUndefined();
    expect(check('https://other.example.com:8443')).toBeDefined();
    expect(check('https://other.example.com')).toBeUndefined();
    expect(check('https://other.example.com:9443')).toBeUndefined();
  });

  it('takes a loopback host in production only where it is listed, by https', () => {
    const rules = { allowedHosts: ['localhost:8443'], allowLoopback: false };
    const check = (text: string) => checkWorkspaceUrl(text, rules).value;
    expect(check('https://localhost:8443')).toBe('https://localhost:8443');
    expect(check('http://localhost:8443')).toBeUndefined();
    expect(check('https://localhost')).toBeUndefined();
    expect(check('https://127.0.0.1:8443')).toBeUndefined();
  });

  it('never repeats what it refuses', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 12 }), text => {
        const { problem } = parseWorkspaceUrl(`https://user:${text}@host`);
        expect(problem).not.toContain(text);
      }),
    );
  });

  it('accepts nothing that a URL parser reads as another host', () => {
    const part = fc.constantFrom(
      ...'.:/?#@\\%[]-_ \n\t',
      'a',
      '1',
      '0x7f',
      '.azuredatabricks.net',
      'evil.com',
      '127.0.0.1',
      'localhost',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), parts => {
        const text = `https://${parts.join('')}.azuredatabricks.net`;
        const { value } = checkWorkspaceUrl(text, production);
        const origin = URL.canParse(text) ? new URL(text).origin : undefined;
        expect([undefined, origin]).toContain(value);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('isLoopbackHost', () => {
  it.each(['localhost', '127.0.0.1', '127.255.0.2', '[::1]'])('%s is', host => {
    expect(isLoopbackHost(host)).toBe(true);
  });
  it.each(['localhost.', '127.1', '128.0.0.1', 'a.localhost', '127.0.0.01'])(
    '%s is not',
    host => {
      expect(isLoopbackHost(host)).toBe(false);
    },
  );
});

describe('parseAllowedHost', () => {
  it.each([
    ['.cloud.databricks.com', '.cloud.databricks.com'],
    ['.Databricks.COM', '.databricks.com'],
    ['dbx.example.com', 'dbx.example.com'],
    ['dbx.example.com:8443', 'dbx.example.com:8443'],
    ['dbx.example.com:443', 'dbx.example.com'],
    ['localhost', 'localhost'],
    ['127.0.0.1:8443', '127.0.0.1:8443'],
  ])('accepts %s', (text, entry) => {
    expect(parseAllowedHost(text)).toEqual({ value: entry });
  });

  it.each([
    '',
    '.',
    '*',
    '.com',
    'com',
    '*.cloud.databricks.com',
    '..databricks.com',
    'https://dbx.example.com',
    'dbx.example.com/',
    'dbx.example.com?o=1',
    'user@dbx.example.com',
    '.dbx.example.com:8443',
    '10.0.0.5',
    '.localhost',
    '.127.0.0.1',
    'accounts.cloud.databricks.com',
    'login.databricks.com',
    '.databricksapps.com',
    'x.databricksapps.com',
    '.accounts.cloud.databricks.com',
  ])('refuses %j', text => {
    expect(parseAllowedHost(text).problem).toMatch(/^must /);
  });
});
