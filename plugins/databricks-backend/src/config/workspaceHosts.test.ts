import { CANARY, refusalOf } from './__testUtils__/testConfig';

const WORKSPACE = 'databricks.fabrics.analytics-dev.workspaceUrl';

describe('a host that is no workspace stops the start', () => {
  it.each([
    'https://user:canary@adb-1.azuredatabricks.net',
    'https://adb-1.azuredatabricks.net@evil.com',
    'https://evilazuredatabricks.net',
    'https://adb.azuredatabricks.net.evil.com',
    'https://azuredatabricks.net',
    'https://adb-1.azuredatabricks.net.',
    'http://adb-1.azuredatabricks.net',
    'ftp://adb-1.azuredatabricks.net',
    'file:///etc/passwd',
    'https:adb-1.azuredatabricks.net',
    '//adb-1.azuredatabricks.net',
    'https://127.0.0.1',
    'https://2130706433',
    'https://0x7f000001',
    'https://0177.0.0.1',
    'https://127.1',
    'https://[::1]',
    'https://[::ffff:127.0.0.1]',
    'https://[64:ff9b::7f00:1]',
    'https://169.254.169.254',
    'https://localhost',
    'https://metadata.google.internal',
    'https://kubernetes.default.svc',
    'https://accounts.azuredatabricks.net',
    'https://login.cloud.databricks.com',
    'https://app.databricksapps.com',
    'https://adb-1.azuredatabricks.net/sql',
    'https://adb-1.azuredatabricks.net\n',
    'https://%61db-1.azuredatabricks.net',
    'https://adb-1\uff0eazuredatabricks.net',
    'https://adb-1.azuredatabricks.net\\@evil.com',
    'https://adb-1.azuredatabricks.net:8443',
  ])('refuses the workspace %j by its key', workspaceUrl => {
    const message = refusalOf({ [WORKSPACE]: workspaceUrl });
    expect(message).toMatch(
      /^databricks\.fabrics\.analytics-dev\.workspaceUrl must /m,
    );
    expect(message).not.toContain(CANARY);
  });

  it.each([
    'http://127.1:8020',
    'http://0.0.0.0:8020',
    'http://169.254.169.254',
    'http://[::ffff:127.0.0.1]:8020',
    'http://adb-1.azuredatabricks.net',
    'https://metadata.google.internal',
  ])('refuses the workspace %j outside production too', workspaceUrl => {
    expect(
      refusalOf({ [WORKSPACE]: workspaceUrl }, { production: false }),
    ).toMatch(/^databricks\.fabrics\.analytics-dev\.workspaceUrl must /m);
  });
});
